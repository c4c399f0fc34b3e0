import { answered } from './entry.js';

/** What the service itself answers, whatever the command (domain.md §3.3, api.md "status"). */
export const serviceRejections = {
  validation: answered(
    400,
    ['The request is not valid', 'Het verzoek klopt niet'],
    ['Correct the fields named in errors and send it again.', 'Verbeter de velden die bij errors staan en verstuur opnieuw.'],
  ),
  unauthenticated: answered(
    401,
    ['Not logged in', 'Niet ingelogd'],
    ['Log in again: the token is missing, wrong or no longer valid.', 'Log opnieuw in: het token ontbreekt, klopt niet of is verlopen.'],
  ),
  forbidden: answered(
    403,
    ['You may not do this', 'Hiervoor ontbreken de rechten'],
    [
      'Ask somebody with the right role, such as the coordinator of the team, to do this.',
      'Vraag iemand met de juiste rol, zoals de coördinator van het team, om dit te doen.',
    ],
  ),
  'not-found': answered(
    404,
    ['Not found', 'Niet gevonden'],
    [
      'Check the id. If it is right, you have no access: ask the coordinator of the team.',
      'Controleer het kenmerk. Klopt het, dan is er geen toegang: neem contact op met de coördinator van het team.',
    ],
  ),
  'case-closed': answered(
    409,
    ['The case is closed', 'De casus is afgesloten'],
    ['Reopen the case first, or open a new one.', 'Heropen de casus eerst, of open een nieuwe.'],
  ),
  'on-hold': answered(409, ['The case is on hold', 'De casus is opgeschort'], ['Resume the case first.', 'Hervat de casus eerst.']),
  'wrong-phase': answered(
    409,
    ['Not in this phase', 'Niet in deze fase'],
    [
      'See in the list of allowed commands what can be done in the present phase.',
      'Bekijk in de lijst met toegestane opdrachten wat in de huidige fase wel kan.',
    ],
  ),
  'data-erased': answered(
    410,
    ['The data have been erased', 'De gegevens zijn gewist'],
    ['These personal data were destroyed and cannot be brought back.', 'Deze persoonsgegevens zijn vernietigd en komen niet terug.'],
  ),
  'revision-conflict': answered(
    412,
    ['Somebody else made a change', 'Iemand anders heeft iets gewijzigd'],
    [
      'Load the newest version, look at what changed and try again.',
      'Haal de nieuwste versie op, bekijk wat er is veranderd en probeer het opnieuw.',
    ],
  ),
  'too-large': answered(
    413,
    ['The request is too large', 'Het verzoek is te groot'],
    ['Send at most 256 KiB: shorten the texts.', 'Verstuur hoogstens 256 KiB: maak de teksten korter.'],
  ),
  'unsupported-media-type': answered(
    415,
    ['This media type is not supported', 'Dit soort inhoud kan niet worden gelezen'],
    ['Send the body as application/json in UTF-8.', 'Verstuur de inhoud als application/json in UTF-8.'],
  ),
  'too-many-requests': answered(
    429,
    ['Too many requests', 'Te veel verzoeken'],
    ['Wait as long as Retry-After says, then try again.', 'Wacht zo lang als Retry-After aangeeft en probeer het dan opnieuw.'],
  ),
  'idempotency-mismatch': answered(
    422,
    ['This key was used for another request', 'Deze sleutel is al voor een ander verzoek gebruikt'],
    [
      'Send a new Idempotency-Key with a new request, or exactly the same body again with this one.',
      'Geef een nieuw verzoek een nieuwe Idempotency-Key, of stuur met deze sleutel precies dezelfde inhoud opnieuw.',
    ],
  ),
  'unknown-reference': answered(
    422,
    ['The body points at something unknown', 'Er wordt verwezen naar iets onbekends'],
    [
      'Use ids that this case or team knows; errors says which one it does not.',
      'Gebruik kenmerken die deze casus of dit team kent; bij errors staat welk kenmerk onbekend is.',
    ],
  ),
  'id-in-use': answered(
    422,
    ['This id is taken', 'Dit kenmerk is al in gebruik'],
    [
      'Choose another id, or leave it out and let the service make one.',
      'Kies een ander kenmerk, of laat het weg zodat de dienst er een maakt.',
    ],
  ),
  'future-date': answered(
    422,
    ['This day is still to come', 'Deze dag moet nog komen'],
    ['Give a day that is not after today.', 'Geef een dag die niet na vandaag ligt.'],
  ),
  'not-possible': answered(
    422,
    ['Not possible now', 'Nu niet mogelijk'],
    [
      'See to the condition named here first, then try again.',
      'Zorg eerst dat aan de genoemde voorwaarde is voldaan en probeer het dan opnieuw.',
    ],
  ),
  internal: answered(
    500,
    ['Something went wrong on our side', 'Er ging iets mis aan onze kant'],
    [
      'Try again later. If it happens again, tell the administrator the trace id.',
      'Probeer het later opnieuw. Gebeurt het weer, geef de beheerder dan het trace-id door.',
    ],
  ),
  busy: answered(
    503,
    ['Too busy with this', 'Het is even te druk'],
    ['Others are changing this at the moment: try again shortly.', 'Anderen wijzigen dit op dit moment: probeer het zo opnieuw.'],
  ),
  unavailable: answered(
    503,
    ['Not available for the moment', 'Tijdelijk niet beschikbaar'],
    ['Nothing was recorded. Try again shortly.', 'Er is niets vastgelegd. Probeer het zo opnieuw.'],
  ),
  'view-behind': answered(
    503,
    ['The overview is not up to date yet', 'Het overzicht is nog niet bijgewerkt'],
    ['What was recorded is safe. Ask again in a moment.', 'Wat is vastgelegd, is veilig. Vraag het over een moment opnieuw op.'],
  ),
};

import { refused } from './entry.js';

/** From planning a meeting to closing it, and the agreements it runs by, in the order of domain.md §4 and §2. */
export const meetingRejections = {
  'team-double-booked': refused(
    ['The team meets already at that time', 'Het team heeft op dat moment al overleg'],
    ['Choose another time, or cancel the other meeting.', 'Kies een andere tijd, of zeg het andere overleg af.'],
  ),
  'chair-not-member': refused(
    ['The chair is not a member of the team', 'De voorzitter is geen lid van het team'],
    ['Choose an active member of the team.', 'Kies een actief teamlid.'],
  ),
  'fixed-part-full': refused(
    ['The fixed part is full', 'Het vaste deel is vol'],
    ['Choose another meeting, or free a slot first.', 'Kies een ander overleg, of maak eerst een plek vrij.'],
  ),
  'variable-full': refused(
    ['The variable part is full', 'Het variabele deel is vol'],
    [
      'Take the minutes from another item, choose another meeting, or plan an ad hoc one.',
      'Neem de minuten van een ander agendapunt, kies een ander overleg, of plan een spoedoverleg.',
    ],
  ),
  'time-exceeded': refused(
    ['There are not enough minutes left', 'Er zijn niet genoeg minuten over'],
    ['Give it fewer minutes, or take something else off this part.', 'Geef er minder minuten aan, of haal iets anders van dit deel.'],
  ),
  'after-cutoff': refused(
    ['The time for bringing in is over', 'De termijn voor inbrengen is voorbij'],
    [
      'Choose a later meeting; an urgent case may come in the variable part.',
      'Kies een later overleg; een acute casus mag in het variabele deel.',
    ],
  ),
  'case-in-other-team': refused(
    ['The case belongs to another team', 'De casus hoort bij een ander team'],
    ['Choose a meeting of the team of the case.', 'Kies een overleg van het team van de casus.'],
  ),
  'duplicate-item': refused(
    ['The child is on this agenda already', 'Het kind staat al op deze agenda'],
    ['Change the item that is there.', 'Wijzig het agendapunt dat er al staat.'],
  ),
  'section-crossing': refused(
    ['An item stays in its section', 'Een agendapunt blijft in zijn onderdeel'],
    ['Order the items of each section among themselves.', 'Zet de agendapunten per onderdeel in volgorde.'],
  ),
  'no-chair': refused(
    ['There is no chair', 'Er is geen voorzitter'],
    ['Assign the role of chair to a member of the team.', 'Wijs de rol van voorzitter toe aan een teamlid.'],
  ),
  'item-blocked': refused(
    ['An item is blocked', 'Een agendapunt is geblokkeerd'],
    [
      'Solve what is named in errors, or remove the item: the case may not be discussed now.',
      'Los op wat bij errors staat, of haal het agendapunt weg: de casus mag nu niet worden besproken.',
    ],
  ),
  'not-invited': refused(
    ['You are not invited to this item', 'U bent niet uitgenodigd bij dit agendapunt'],
    ['Ask the chair or the coordinator for an invitation.', 'Vraag de voorzitter of de coördinator om een uitnodiging.'],
  ),
  quorum: refused(
    ['Not enough members', 'Niet genoeg leden'],
    [
      'A meeting needs as many members and disciplines as the team agreed on; agreements need two thirds of the members.',
      'Een overleg vraagt zoveel leden en disciplines als het team heeft afgesproken; afspraken vragen twee derde van de leden.',
    ],
  ),
  'too-early': refused(
    ['It is too early to open the meeting', 'Het is te vroeg om het overleg te openen'],
    ['Open it from half an hour before its start.', 'Open het vanaf een half uur voor het begin.'],
  ),
  'item-open': refused(
    ['An item is still open', 'Er staat nog een agendapunt open'],
    [
      'Conclude or postpone the discussion in the case, then end or skip the item.',
      'Rond de bespreking in de casus af of schuif die door, en sluit dan het agendapunt of sla het over.',
    ],
  ),
  'checkout-missing': refused(
    ['The check out is missing', 'De check out ontbreekt'],
    ['Do the check out first.', 'Doe eerst de check out.'],
  ),
  'aspect-missing': refused(
    ['Not every aspect has been agreed on', 'Nog niet over ieder aspect zijn afspraken gemaakt'],
    ['Write down what is named in errors.', 'Leg vast wat bij errors staat.'],
  ),
};

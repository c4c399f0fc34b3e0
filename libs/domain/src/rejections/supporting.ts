import { refused } from './entry.js';

/** From the agreed goals to the end of the case, in the order of domain.md §3.4. */
export const supportingRejections = {
  'too-many-goals': refused(
    ['There are five open goals already', 'Er staan al vijf doelen open'],
    [
      'Drop a goal first, or take this one into the next cycle.',
      'Laat eerst een doel vervallen, of neem dit doel mee naar de volgende cyclus.',
    ],
  ),
  'gas-incomplete': refused(
    ['The scale is not complete', 'De schaal is niet compleet'],
    ['Describe each level from −2 to +2.', 'Beschrijf elk niveau van −2 tot en met +2.'],
  ),
  'target-in-past': refused(
    ['The target date has passed', 'De streefdatum is al voorbij'],
    ['Choose today or a later day.', 'Kies vandaag of een latere dag.'],
  ),
  'score-range': refused(
    ['The score is not on the scale', 'De score valt buiten de schaal'],
    ['Give a whole number from −3 to +2.', 'Geef een heel getal van −3 tot en met +2.'],
  ),
  'responsible-unknown': refused(
    ['It is not clear who does this', 'Het is niet duidelijk wie dit doet'],
    ['Name one active member of the team or one party of the case.', 'Noem één actief teamlid of één betrokkene van de casus.'],
  ),
  'due-date-invalid': refused(
    ['The due date does not fit', 'De einddatum klopt niet'],
    ['Choose a day from today on, within twelve months.', 'Kies een dag vanaf vandaag, binnen twaalf maanden.'],
  ),
  'extend-limit': refused(
    ['It has been extended twice', 'Er is al twee keer verlengd'],
    [
      'Finish the action or agree a new one; for the plan choose a conclusion other than extend.',
      'Rond de actie af of spreek een nieuwe af; kies voor het plan een andere conclusie dan verlengen.',
    ],
  ),
  'self-approval': refused(
    ['The author may not approve the report', 'Het verslag wordt niet vastgesteld door wie het schreef'],
    ['Name somebody else who has read the report.', 'Noem iemand anders die het verslag heeft gelezen.'],
  ),
  'recipient-not-involved': refused(
    ['The recipient is not involved', 'De ontvanger is niet betrokken'],
    [
      'Share the report only with members of the team or parties of the case.',
      'Deel het verslag alleen met teamleden of betrokkenen van de casus.',
    ],
  ),
  'not-owed': refused(
    ['No feedback is owed to this party', 'Aan deze betrokkene is geen terugkoppeling verschuldigd'],
    ['Choose a party whose feedback is still open.', 'Kies een betrokkene van wie de terugkoppeling nog openstaat.'],
  ),
  'weighing-missing': refused(
    ['How the view of the child weighed is missing', 'Er staat niet hoe de stem van het kind heeft meegewogen'],
    ['Write down what the child was told about this.', 'Schrijf op wat het kind hierover is verteld.'],
  ),
  'attempts-too-few': refused(
    ['Too few attempts to reach this party', 'Er zijn te weinig pogingen gedaan'],
    [
      'Try at least three times, in at least two ways, over at least five working days.',
      'Probeer het minstens drie keer, op minstens twee manieren, verspreid over minstens vijf werkdagen.',
    ],
  ),
  'goal-unknown': refused(
    ['The plan names a goal that is not open', 'Het plan noemt een doel dat niet openstaat'],
    ['Use open goals of this case only.', 'Gebruik alleen doelen die in deze casus openstaan.'],
  ),
  'open-proposal-exists': refused(
    ['There is an open proposal', 'Er ligt al een planvoorstel'],
    [
      'Base the new proposal on the open one, or wait for the decision about it.',
      'Baseer het nieuwe voorstel op het openstaande, of wacht de beslissing daarover af.',
    ],
  ),
  'not-required-decider': refused(
    ['This party does not decide about the plan', 'Deze betrokkene beslist niet over het plan'],
    [
      'Record the decision of those named in the proposal as deciders.',
      'Leg de beslissing vast van wie in het voorstel als beslisser is genoemd.',
    ],
  ),
  'version-superseded': refused(
    ['There is a newer version of the plan', 'Er is een nieuwere versie van het plan'],
    ['Decide about the newest version.', 'Beslis over de nieuwste versie.'],
  ),
  'agreement-missing': refused(
    ['Not everybody agrees with the action part', 'De instemming met het handelingsdeel is niet compleet'],
    [
      'Ask the deciders who are missing. After a refusal, talk it over and make a new proposal.',
      'Vraag de instemming die nog ontbreekt. Is er geweigerd, ga dan in overleg en doe een nieuw voorstel.',
    ],
  ),
  'consultation-missing': refused(
    ['The consultation about the plan has not been held', 'Het op overeenstemming gericht overleg (OOGO) ontbreekt'],
    [
      'Talk the plan over with the parents and the child, and record it.',
      'Bespreek het plan met de ouders en het kind en leg dat overleg vast.',
    ],
  ),
  'plan-change-expected': refused(
    ['The discussion decided on a new plan', 'In de bespreking is een planwijziging afgesproken'],
    ['Propose a new version of the plan.', 'Doe een voorstel voor een nieuwe versie van het plan.'],
  ),
  'already-adopted': refused(
    ['The plan has been adopted', 'Het plan is al vastgesteld'],
    [
      'The support follows the plan: nothing needs to start ahead of it.',
      'De ondersteuning volgt het plan: alvast starten is niet meer nodig.',
    ],
  ),
  'no-active-plan': refused(
    ['There is no plan to evaluate', 'Er is geen plan om te evalueren'],
    ['Adopt a plan first.', 'Stel eerst een plan vast.'],
  ),
  'goal-not-scored': refused(
    ['Not every open goal has a score', 'Nog niet elk open doel heeft een score'],
    ['Score each open goal.', 'Geef elk open doel een score.'],
  ),
  'not-evaluated': refused(
    ['The evaluation does not ask for a new cycle', 'De evaluatie vraagt niet om een nieuwe cyclus'],
    [
      'Evaluate first with adjust, intensify or scale down. With an urgent signal a cycle can start at once.',
      'Evalueer eerst met de conclusie bijstellen, intensiveren of afbouwen. Bij een urgent signaal kan een nieuwe cyclus meteen starten.',
    ],
  ),
  'already-open': refused(
    ['It is open already', 'Dit loopt al'],
    [
      'Resolve the escalation of this kind that is open first; close a meeting that has begun.',
      'Handel eerst de lopende opschaling van deze soort af; sluit een overleg dat al is begonnen.',
    ],
  ),
  'open-actions': refused(
    ['Some actions are still open', 'Er staan nog acties open'],
    ['Finish the actions named in errors, or hand them over.', 'Rond de acties af die bij errors staan, of draag ze over.'],
  ),
  'open-escalation': refused(
    ['A safety escalation is still open', 'Er loopt nog een opschaling over veiligheid'],
    ['Resolve that escalation before the case closes.', 'Handel die opschaling af voordat de casus wordt afgesloten.'],
  ),
  'evaluation-missing': refused(
    ['There is no evaluation yet', 'Er is nog niet geëvalueerd'],
    [
      'Record the evaluation, or close with a reason that needs none.',
      'Leg de evaluatie vast, of sluit af met een reden waarvoor geen evaluatie nodig is.',
    ],
  ),
  'family-not-informed': refused(
    ['The family has not been informed', 'Het gezin is niet geïnformeerd'],
    [
      'Tell the parties named in errors that the case closes, and record the day.',
      'Vertel de betrokkenen die bij errors staan dat de casus wordt afgesloten, en leg de dag vast.',
    ],
  ),
  'term-passed': refused(
    ['The case closed more than twelve months ago', 'De casus is langer dan twaalf maanden geleden afgesloten'],
    ['Open a new case and refer to this one.', 'Open een nieuwe casus en verwijs naar deze.'],
  ),
  'already-running': refused(
    ['This legal term is running already', 'Deze wettelijke termijn loopt al'],
    [
      'Wait until it is met or missed before another of its kind begins.',
      'Wacht tot die is gehaald of verstreken voordat een nieuwe van deze soort begint.',
    ],
  ),
  'already-left': refused(
    ['The child has left already', 'Het kind is al uitgeschreven'],
    ['That the child left is recorded once.', 'Een uitschrijving wordt één keer vastgelegd.'],
  ),
};

import type { Case, Standstill } from '#domain/support-case/index.js';
import { standstillOf, standstillWords } from '#domain/support-case/index.js';
import {
  a1,
  agreed,
  amina,
  asked,
  bodyOf,
  broughtIn,
  closed,
  concluded,
  consented,
  evaluated,
  evaluating,
  opened,
  proposed,
  reported,
  sami,
  started,
  submitted,
  supported,
  told,
  v1,
  withFamily,
  youssef,
} from '../../../../test/domain/cases.js';
import type { Situation } from '../../../../test/domain/given.js';

const stand = (at: Situation<Case>): Standstill => standstillOf(at.state, at.context())!;
/** What is waited for, and whose move it is. */
const waits = (at: Situation<Case>): unknown[] =>
  stand(at).waitsFor.map((wait) => [wait.for, wait.move.map((each) => `${each.role} ${each.personId ?? each.partyId ?? ''}`)]);

describe('a case that stands still', () => {
  it('waits for a party who may consent, then to be asked, then for each parent who has not answered', () => {
    expect(waits(opened())[0]).toEqual(['parent-as-party', ['CO femke']]);
    expect(waits(withFamily()).slice(0, 2)).toEqual([
      ['consent-not-asked', ['OW joost']],
      ['consent-not-asked', ['OW joost']],
    ]);
    const half = asked().on('2026-09-23').does('RecordConsent', bodyOf.give(amina, '2026-09-23'));
    expect(stand(half).reasons).toEqual(['not-brought-in', 'consent-incomplete']);
    expect(stand(half).waitsFor[0]).toEqual({
      for: 'consent-asked',
      command: 'RecordConsent',
      reasons: [],
      move: [{ role: 'PA', partyId: youssef, personId: 'youssef' }],
      subjectId: youssef,
      since: '2026-09-21',
      due: { rule: 'D01', dueOn: '2026-09-28' },
    });
  });

  it('waits for the owner to talk with a parent who refused, since that day', () => {
    const refused = asked().on('2026-09-24').does('RefuseConsent', bodyOf.answer(amina));
    expect(stand(refused).waitsFor[0]).toMatchObject({ for: 'consent-refused', subjectId: amina, since: '2026-09-24' });
  });

  it('waits for the form, the bringing in and the chair, one after the other', () => {
    expect(waits(consented())).toEqual([['form', ['OW joost']]]);
    expect(stand(consented()).waitsFor[0]!.reasons).toEqual(['question-missing', 'field-missing']);
    expect(waits(submitted())).toEqual([['bring-in', ['OW joost']]]);
    expect(waits(broughtIn())).toEqual([['discussion', ['CH karin']]]);
    expect(stand(broughtIn())).toMatchObject({ command: 'StartDiscussion', reasons: [] });
  });

  it('waits in the discussion for its steps and the child’s view, then for the chair', () => {
    expect(waits(started())).toEqual([['steps', ['MT bas', 'CH karin']]]);
    expect(stand(started())).toMatchObject({ command: 'ConcludeDiscussion', reasons: ['step-missing'] });
  });

  it('waits in aftercare for the report, for each who is to be told, and for the plan, each with its date', () => {
    expect(waits(concluded())).toEqual([
      ['report-draft', ['MT bas', 'OW joost']],
      ['feedback', ['OW joost']],
      ['feedback', ['OW joost']],
      ['feedback', ['OW joost']],
      ['plan-proposal', ['OW joost']],
    ]);
    const { command, reasons, waitsFor } = stand(concluded());
    expect(command).toBeUndefined();
    expect(reasons).toEqual(['report', `feedback:${sami}`, `feedback:${amina}`, `feedback:${youssef}`, 'plan']);
    expect(waitsFor.map((wait) => wait.due?.rule)).toEqual(['D12', 'D13', 'D13', 'D13', 'D14']);
    const drafted = concluded().on('2026-11-04').by('bas').does('DraftReport', bodyOf.draft);
    expect(waits(drafted)[0]).toEqual(['report-final', ['CH karin']]);
    expect(waits(reported())[0]).toEqual(['feedback', ['OW joost']]);
    expect(waits(told())).toEqual([['plan-proposal', ['OW joost']]]);
  });

  it('waits for each parent who has to decide on the plan, then for the coordinator to adopt it', () => {
    const one = proposed().does('DecideActionPart', bodyOf.decide(amina, '2026-11-09'));
    expect(stand(one).waitsFor).toEqual([
      {
        for: 'plan-decision',
        command: 'DecideActionPart',
        reasons: [],
        move: [{ role: 'PA', partyId: youssef, personId: 'youssef' }],
        subjectId: v1,
        since: '2026-11-09',
        due: { rule: 'D15', dueOn: one.state.plans[0]!.decisionDueOn },
      },
    ]);
    expect(waits(agreed())).toEqual([['plan-adoption', ['CO femke']]]);
  });

  it('waits for who has an action, for the review, and after it for what was concluded', () => {
    expect(waits(supported())).toEqual([
      ['action', ['RS joost']],
      ['review', ['OW joost']],
    ]);
    expect(stand(supported()).waitsFor[0]).toMatchObject({ subjectId: a1, due: { rule: 'D19', dueOn: '2026-11-17' } });
    const unheard = supported().on('2027-01-12').does('StartEvaluation', { trigger: 'review_date' });
    expect(waits(unheard)).toEqual([['child-view', ['OW joost']]]);
    expect(waits(evaluating())).toEqual([['evaluation', ['OW joost']]]);
    expect(waits(evaluated('adjust'))).toEqual([['next-cycle', ['CO femke', 'OW joost']]]);
    expect(waits(evaluated('end'))).toEqual([['closing', ['CO femke']]]);
  });

  it('waits on hold for the coordinator alone, since the hold began', () => {
    const held = consented().on('2026-10-01').does('SuspendCase', { reason: 'family_request', reviewOn: '2026-10-30' });
    expect(stand(held)).toMatchObject({ reasons: ['on-hold', 'not-brought-in'] });
    expect(stand(held).waitsFor).toEqual([
      {
        for: 'resume',
        command: 'ResumeCase',
        reasons: [],
        move: [{ role: 'CO', personId: 'femke' }],
        due: { rule: 'D23', dueOn: '2026-10-30' },
        since: '2026-10-01',
      },
    ]);
  });

  it('waits for nothing once it is closed', () => {
    expect(standstillOf(closed().state, closed().context())).toBeUndefined();
  });

  it('says what it waits for in two languages, each in its own words', () => {
    const sentences = Object.values(standstillWords).flatMap(({ en, nl }) => [en, nl]);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

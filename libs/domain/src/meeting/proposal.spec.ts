import { aCase, planned, sent, telling, withSami } from '../../../../test/domain/meetings.js';
import { idOf } from '../../../../test/domain/people.js';
import type { CaseFacts } from '../facts/index.js';
import type { Candidate, Meeting, Planning, Proposed } from './index.js';
import { proposedAgenda } from './index.js';

const kase = (name: string, more: Partial<CaseFacts> = {}): CaseFacts => aCase(idOf(name), more);
const waits = (name: string, since: string, more: Partial<Candidate> = {}): Candidate => ({
  caseId: idOf(name),
  itemKind: 'discussion',
  since,
  postponed: 0,
  part: 'fixed',
  ...more,
});
const review = (name: string, on: string, more: Partial<Candidate> = {}): Candidate => waits(name, on, { itemKind: 'evaluation', ...more });
const inReview = (name: string): CaseFacts => kase(name, { phase: 'intervention', reviewOn: '2026-11-10', broughtIn: undefined });
const acute = (name: string, more: Partial<CaseFacts> = {}): CaseFacts =>
  kase(name, { isUrgent: true, broughtIn: { part: 'variable', introducerId: 'joost', minutes: 15, guestIds: [] }, ...more });

const planning: Planning = { today: '2026-10-14', reviewsBefore: '2026-11-24', elsewhere: new Map() };
const propose = (
  candidates: readonly Candidate[],
  cases: readonly CaseFacts[],
  { meeting = planned().state, ...more }: Partial<Planning> & { readonly meeting?: Meeting } = {},
): readonly Proposed[] => proposedAgenda(meeting, candidates, telling(cases), { ...planning, ...more });
const nameOf = (caseId: string): string =>
  ['lena', 'omar', 'daan', 'noor', 'lisa', 'case', 'urgent'].find((each) => idOf(each) === caseId)!;
const told = (children: readonly Proposed[]) => children.map(({ caseId, reason, slotNo }) => [nameOf(caseId), reason, slotNo]);

describe('The proposed agenda', () => {
  it('fills the slots with reviews before the next meeting, then postponed children, then those who wait longest; urgent ones are variable', () => {
    const children = propose(
      [
        waits('noor', '2026-09-01'),
        waits('urgent', '2026-10-12', { part: 'variable' }),
        waits('omar', '2026-10-01', { postponed: 1 }),
        review('lena', '2026-11-10'),
        waits('daan', '2026-09-20'),
        review('lisa', '2026-11-24'),
      ],
      [kase('noor'), acute('urgent'), kase('omar'), inReview('lena'), kase('daan'), inReview('lisa')],
    );
    expect(told(children)).toEqual([
      ['lena', 'review_due', 1],
      ['omar', 'postponed', 2],
      ['noor', 'waiting', 3],
      ['daan', 'waiting', undefined],
      ['urgent', 'urgent', undefined],
    ]);
    expect(children.map(({ place, noPlaceFor, minutes }) => [place, noPlaceFor, minutes])).toEqual([
      ['proposed', undefined, 20],
      ['proposed', undefined, 20],
      ['proposed', undefined, 20],
      ['none', 'fixed-part-full', 20],
      ['proposed', undefined, 15],
    ]);
  });

  it('names the command that takes a child over, and that command is accepted', () => {
    const facts = [kase('noor'), acute('urgent')];
    const [noor, urgent] = propose([waits('noor', '2026-09-01'), waits('urgent', '2026-10-12', { part: 'variable' })], facts);
    expect(noor!.accept).toEqual({
      command: 'ReserveFixedSlot',
      body: { slotNo: 1, caseId: idOf('noor'), itemKind: 'discussion', reason: 'waiting' },
    });
    expect(urgent!.accept).toMatchObject({ command: 'AcceptBringIn', body: { part: 'variable', minutes: 15 } });
    const after = planned()
      .where({ facts: telling(facts) })
      .does(noor!.accept!.command, noor!.accept!.body)
      .does(urgent!.accept!.command, urgent!.accept!.body);
    expect(after.state.items.map(({ status, slotNo }) => [status, slotNo])).toEqual([
      ['accepted', 1],
      ['accepted', undefined],
    ]);
  });

  it('keeps a slot for a child that can still be brought in, says what blocks it, and gives it none after the cut-off', () => {
    const facts = [kase('noor', { broughtIn: undefined, isConsented: false }), kase('daan')];
    const candidates = [waits('noor', '2026-09-01'), waits('daan', '2026-09-20')];
    expect(propose(candidates, facts).map(({ blockedBy, place, slotNo }) => [blockedBy, place, slotNo])).toEqual([
      [['consent-incomplete', 'not-brought-in'], 'proposed', 1],
      [[], 'proposed', 2],
    ]);
    const late = propose(candidates, facts, { today: '2026-10-17' });
    expect(late.map(({ place, noPlaceFor, slotNo, accept }) => [place, noPlaceFor, slotNo, accept?.command])).toEqual([
      ['none', 'after-cutoff', undefined, undefined],
      ['proposed', undefined, 1, 'ReserveFixedSlot'],
    ]);
  });

  it('gives a child on hold no place, and a variable one that is not ready a place but no command', () => {
    const children = propose(
      [waits('noor', '2026-09-01'), waits('urgent', '2026-10-12', { part: 'variable' })],
      [kase('noor', { isOnHold: true }), acute('urgent', { isConsented: false })],
    );
    expect(children.map(({ place, blockedBy, accept }) => [place, blockedBy, accept])).toEqual([
      ['none', ['on-hold'], undefined],
      ['proposed', ['consent-incomplete'], undefined],
    ]);
  });

  it('leaves what is on the agenda where it is, with its own minutes, and fills around it', () => {
    const children = propose([waits('case', '2026-09-20'), waits('noor', '2026-09-01')], [kase('case'), kase('noor')], {
      meeting: withSami().state,
    });
    expect(children.map(({ place, slotNo, accept }) => [place, slotNo, accept?.body['slotNo']])).toEqual([
      ['proposed', 1, 1],
      ['on_agenda', 2, undefined],
    ]);
  });

  it('offers to put a child on the agenda whose slot was kept, once it is ready', () => {
    const facts = [kase('case', { broughtIn: undefined })];
    const kept = planned()
      .where({ facts: telling(facts) })
      .does('ReserveFixedSlot', { slotNo: 2, caseId: idOf('case'), itemKind: 'discussion' });
    const candidates = [waits('case', '2026-09-20')];
    expect(propose(candidates, facts, { meeting: kept.state })[0]).toMatchObject({ place: 'on_agenda', blockedBy: ['not-brought-in'] });
    const [ready] = propose(candidates, [kase('case')], { meeting: kept.state });
    expect(ready!.accept).toMatchObject({ command: 'AcceptBringIn', body: { part: 'fixed', minutes: 20 } });
    kept
      .where({ facts: telling([kase('case')]) })
      .when(ready!.accept!.command, ready!.accept!.body)
      .thenEvents('AgendaItemAdded');
  });

  it('says that a child has its place at another meeting, and gives its slot to somebody else', () => {
    const other = { meetingId: idOf('other'), startsAt: '2026-11-24T14:30:00.000Z' };
    const children = propose([waits('noor', '2026-09-01'), waits('daan', '2026-09-20')], [kase('noor'), kase('daan')], {
      elsewhere: new Map([[idOf('noor'), other]]),
    });
    expect(children.map(({ place, slotNo, otherMeeting }) => [place, slotNo, otherMeeting])).toEqual([
      ['elsewhere', undefined, other],
      ['proposed', 1, undefined],
    ]);
  });

  it('never plans more minutes than a part has, nor more acute items than were agreed', () => {
    const names = ['lena', 'omar', 'daan', 'noor', 'lisa'];
    const children = propose(
      [
        ...names.map((name) => waits(name, '2026-09-01')),
        ...['case', 'urgent'].map((name) => waits(name, '2026-09-01', { part: 'variable' })),
      ],
      [...names.map((name) => kase(name)), acute('case'), acute('urgent')],
      { meeting: planned({ profile: '60', durationMin: 60 }).state },
    );
    const minutes = (part: string): number[] =>
      children.filter((each) => each.part === part && each.place === 'proposed').map((each) => each.minutes);
    expect([minutes('fixed'), minutes('variable')]).toEqual([[12, 12, 12], [13]]);
    expect(children.filter(({ place }) => place === 'none').map(({ noPlaceFor }) => noPlaceFor)).toEqual([
      'fixed-part-full',
      'fixed-part-full',
      'variable-full',
    ]);
  });

  it('has no place left in a fixed part whose minutes are spent, and none in a meeting that is over', () => {
    const long = planned()
      .does('AcceptBringIn', { caseId: idOf('case'), part: 'fixed', itemKind: 'discussion', minutes: 25 })
      .does('AcceptBringIn', { caseId: idOf('noor'), part: 'fixed', itemKind: 'discussion', minutes: 25 });
    const facts = [kase('case'), kase('noor'), kase('daan')];
    expect(propose([waits('daan', '2026-09-20')], facts, { meeting: long.state })[0]).toMatchObject({ noPlaceFor: 'time-exceeded' });
    const over = sent().on('2026-10-28').does('CancelMeeting', { reason: 'illness' });
    expect(propose([waits('daan', '2026-09-20')], facts, { meeting: over.state })).toMatchObject([{ noPlaceFor: 'wrong-phase' }]);
  });

  it('of an ad hoc meeting holds acute children alone', () => {
    const meeting = planned({ kind: 'ad_hoc', durationMin: 30 }).state;
    const children = propose(
      [waits('noor', '2026-09-01'), waits('urgent', '2026-10-12', { part: 'variable' })],
      [kase('noor'), acute('urgent')],
      { meeting },
    );
    expect(told(children)).toEqual([['urgent', 'urgent', undefined]]);
  });
});

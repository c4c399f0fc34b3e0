import type { Meta, PolicyCommand } from '../kernel/index.js';
import { agendaSync, frameworkSettings } from './index.js';

const after = (more: Partial<NonNullable<Meta['after']>> = {}) =>
  ({ after: { consent: 'complete', meetingId: 'meeting-1', ...more } }) as Meta;
const follows = (kind: string, type: string, meta: Meta, data: object = {}): readonly PolicyCommand[] =>
  (agendaSync.on[kind]![type] as (occurrence: object) => readonly PolicyCommand[])({
    id: kind === 'supportCase' ? 'case-1' : 'meeting-1',
    data,
    meta,
  });
const said = (commands: readonly PolicyCommand[]): string[] =>
  commands.map(({ kind, id, command, body }) => `${kind}-${id} ${command} ${Object.values(body).join(' ')}`);
const ofCase = (type: string, meta = after()): string[] => said(follows('supportCase', type, meta));
const ofMeeting = (type: string, data: object): readonly PolicyCommand[] => follows('caseMeeting', type, after(), data);
const item = { itemId: 'item-1', caseId: 'case-1', itemKind: 'discussion', part: 'fixed', startsAt: '2026-11-03T15:00:00.000Z' };

describe('What a case tells the meeting', () => {
  it('blocks its item while it may not be discussed', () => {
    expect(ofCase('ConsentWithdrawn', after({ consent: 'withdrawn' }))).toEqual(['caseMeeting-meeting-1 BlockItem case-1 consent_missing']);
    expect(ofCase('CaseSuspended')).toEqual(['caseMeeting-meeting-1 BlockItem case-1 on_hold']);
    expect(ofCase('BringInWithdrawn')).toEqual(['caseMeeting-meeting-1 BlockItem case-1 withdrawn']);
    expect(ofCase('CaseClosed')).toEqual(['caseMeeting-meeting-1 BlockItem case-1 closed']);
    expect(ofCase('PartyAdded', after({ consent: 'partial' }))).toEqual(['caseMeeting-meeting-1 BlockItem case-1 consent_missing']);
  });

  it('frees it again, cause by cause', () => {
    expect(ofCase('ConsentCompleted')).toEqual(['caseMeeting-meeting-1 UnblockItem case-1 consent_missing']);
    expect(ofCase('CaseResumed')).toEqual(['caseMeeting-meeting-1 UnblockItem case-1 on_hold']);
    expect(ofCase('CaseBroughtIn')).toEqual(['caseMeeting-meeting-1 UnblockItem case-1 withdrawn']);
  });

  it('asks for a new date when the slot is gone by then', () => {
    const [unblock] = follows('supportCase', 'CaseResumed', after());
    expect(said(unblock!.otherwise!('not-possible'))).toEqual(['supportCase-case-1 PostponeDiscussion information_missing']);
    const [consented] = follows('supportCase', 'ConsentCompleted', after());
    expect(said(consented!.otherwise!('wrong-phase'))).toEqual(['supportCase-case-1 PostponeDiscussion consent_missing']);
  });

  it('says nothing about a case that is on no agenda', () => {
    const off = { after: { consent: 'withdrawn' } } as Meta;
    for (const type of Object.keys(agendaSync.on['supportCase']!)) expect(ofCase(type, off)).toEqual([]);
  });
});

describe('What a meeting tells the case', () => {
  it('confirms an item, and blocks what the case refuses, with the reason', () => {
    const [confirm] = ofMeeting('AgendaItemAdded', item);
    expect(confirm).toMatchObject({
      id: 'case-1',
      command: 'ConfirmSchedule',
      body: { meetingId: 'meeting-1', itemId: 'item-1', part: 'fixed' },
    });
    const blockedFor = (code: string) => confirm!.otherwise!(code).map(({ body }) => body['cause']);
    expect(['consent-incomplete', 'on-hold', 'case-closed', 'not-possible'].map(blockedFor)).toEqual([
      ['consent_missing'],
      ['on_hold'],
      ['closed'],
      ['not_ready'],
    ]);
    expect(said(ofMeeting('MeetingRescheduled', { items: [item] }))).toHaveLength(1);
  });

  it('postpones a child that is skipped, removed or whose meeting is cancelled, but not a brief update', () => {
    expect(said(ofMeeting('AgendaItemSkipped', { ...item, reason: 'no_show' }))).toEqual(['supportCase-case-1 PostponeDiscussion no_show']);
    expect(said(ofMeeting('AgendaItemRemoved', { ...item, reason: 'time_ran_out' }))).toEqual([
      'supportCase-case-1 PostponeDiscussion time_ran_out',
    ]);
    const update = { ...item, itemKind: 'brief_update', reason: 'no_show' };
    expect(ofMeeting('AgendaItemSkipped', update)).toEqual([]);
    expect(said(ofMeeting('MeetingCancelled', { items: [item, update] }))).toEqual([
      'supportCase-case-1 PostponeDiscussion meeting_cancelled',
    ]);
  });
});

it('The deadlines of a framework become the settings of its team', () => {
  const adopted = frameworkSettings.on['framework']!['FrameworkAdopted'] as (occurrence: object) => readonly PolicyCommand[];
  const settings = { deadlines: [{ rule: 'D12', offset: 4 }] };
  expect(adopted({ id: 'team-1', meta: after(), data: { version: 2, effectiveFrom: '2026-11-01', settings } })).toEqual([
    {
      kind: 'team',
      id: 'team-1',
      command: 'SetDeadlineSettings',
      body: { settings: { deadlines: { D12: { offset: 4 } } }, effectiveFrom: '2026-11-01', frameworkVersion: 2 },
    },
  ]);
});

import { given, givenTeam, has } from '../../../../test/domain/given.js';
import { idOf, teamOfLinde } from '../../../../test/domain/people.js';
import { ruleUnder, settingsOn } from '../deadlines/index.js';
import { settingsProblems } from '../deadlines/settings.js';
import { caseAggregate } from '../support-case/index.js';
import type { DeadlineStamp } from '../deadlines/index.js';
import type { Team } from './index.js';

const person = (personId: string, ...roles: string[]) => ({
  personId,
  name: 'A name',
  organisationId: 'school',
  discipline: 'education',
  roles,
});
const registered = () =>
  givenTeam().does('RegisterTeam', {
    teamId: idOf('team'),
    name: 'De Linde',
    members: [person('femke', 'coordinator'), person('karin', 'chair'), person('joost', 'professional')],
  });
const set = (deadlines: object, effectiveFrom = '2026-09-21') => ({ settings: { deadlines }, effectiveFrom });

describe('SetDeadlineSettings', () => {
  it('makes the next version, for chair and admin', () => {
    const first = registered()
      .by('karin')
      .when('SetDeadlineSettings', set({ D12: { offset: 4 } }))
      .then(has('DeadlineSettingsSet', { deadlines: [{ rule: 'D12', offset: 4 }], effectiveFrom: '2026-09-21', policyVersion: 1 }));
    const second = first.by('admin').does('SetDeadlineSettings', set({}));
    expect(second.state).toMatchObject({ policyVersion: 2 });
    for (const other of ['femke', 'joost']) first.by(other).when('SetDeadlineSettings', set({})).thenRefused('forbidden');
  });

  it('holds from its day on, and of versions that hold the one that was given last', () => {
    const { state } = registered()
      .does('SetDeadlineSettings', set({ D12: { offset: 4 } }, '2026-10-01'))
      .does('SetDeadlineSettings', set({ D12: { offset: 5 } }, '2026-09-25'));
    expect(['2026-09-24', '2026-09-25', '2026-10-01'].map((on) => settingsOn(state.policies, on).policyVersion)).toEqual([0, 2, 2]);
  });

  it('keeps to the bounds, and says which field does not', () => {
    const pointers = (...settings: Parameters<typeof settingsProblems>[0]) => settingsProblems(settings).map(({ pointer }) => pointer);
    const at = (rule: string, field: string) => [`/settings/deadlines/${rule}/${field}`];
    expect(pointers({ rule: 'D19', offset: 3 })).toEqual(at('D19', 'offset'));
    expect(pointers({ rule: 'D12', reminders: [{ days: -1, to: ['MT'] }] })).toEqual(at('D12', 'reminders/0/days'));
    expect(pointers({ rule: 'D12', reminders: [{ days: 1 }] })).toEqual(at('D12', 'reminders/0/to'));
    expect(pointers({ rule: 'D12', reminders: [{ days: 1 }], recipients: ['MT'] })).toEqual([]);
    expect(pointers({ rule: 'D12', enabled: false, offset: 60 })).toEqual([]);
    registered()
      .when('SetDeadlineSettings', set({ D10: { enabled: false } }))
      .thenRefused('validation');
    const five = Array.from({ length: 5 }, () => ({ days: 1, to: ['MT'] }));
    expect(() => registered().when('SetDeadlineSettings', set({ D12: { reminders: five } }))).toThrow('/settings');
  });

  it('lets what the law or safety asks only become stricter', () => {
    const problems = (...settings: Parameters<typeof settingsProblems>[0]) => settingsProblems(settings).length;
    expect(problems({ rule: 'D11', offset: 6 })).toBe(1);
    expect(problems({ rule: 'D11', offset: 4 })).toBe(0);
    expect(problems({ rule: 'D17', offset: 43 })).toBe(1);
    expect(problems({ rule: 'D18', offset: 11 })).toBe(0);
    for (const rule of ['D10', 'D11', 'D17', 'D18'] as const) expect([rule, problems({ rule, enabled: false })]).toEqual([rule, 1]);
    expect(problems({ rule: 'D17', channels: ['in_app'] })).toBe(1);
    const to = ['CO'] as const;
    const reminders = (...days: number[]) => days.map((each) => ({ days: each, to }));
    expect(problems({ rule: 'D17', reminders: reminders(-10, -5, -1) })).toBe(0);
    expect(problems({ rule: 'D17', reminders: reminders(-15, -10, -5, -1) })).toBe(0);
    expect(problems({ rule: 'D17', reminders: reminders(-10, -5) })).toBe(1);
    expect(problems({ rule: 'D17', reminders: reminders(-10, -5, 0) })).toBe(1);
    expect(problems({ rule: 'D17', recipients: ['OW'] })).toBe(1);
    expect(problems({ rule: 'D17', escalation: [] })).toBe(1);
    expect(problems({ rule: 'D10', escalation: [{ days: 1, to: ['CH', 'LD'] }] })).toBe(0);
  });

  it('moves the steps that it leaves alone with the due date, and the hour of a step with the step', () => {
    const settings = { policyVersion: 1, effectiveFrom: '2026-09-21', deadlines: [{ rule: 'D16' as const, offset: 6 }] };
    const { reminders, escalations } = ruleUnder(settings, 'D16');
    expect([...reminders, ...escalations].map(({ days }) => days)).toEqual([4, 6, 11]);
    const stricter = { ...settings, deadlines: [{ rule: 'D10' as const, escalation: [{ days: 1, to: ['CH', 'LD'] as const }] }] };
    expect(ruleUnder(stricter, 'D10').escalations).toEqual([{ days: 1, to: ['CH', 'LD'], time: '12:00' }]);
  });
});

describe('a deadline', () => {
  /** What asking for consent stamps in a team with these settings. */
  const stamped = (rule: string, policies: Team['policies'], on = '2026-09-21'): DeadlineStamp | undefined => {
    const team = { ...teamOfLinde, policyVersion: policies.length, policies };
    const opened = given()
      .where({ team })
      .on(on)
      .does('OpenCase', {
        caseId: idOf('case'),
        teamId: idOf('team'),
        mode: 'named',
        urgency: 'regular',
        planKind: 'support_plan',
        setting: 'primary',
        child: { givenName: 'Sami', familyName: 'A', dateOfBirth: '2019-03-14' },
        reason: 'why',
        familyPlan: 'not_applicable',
        coordinatorId: 'femke',
      })
      .does('AddParty', {
        partyId: idOf('amina'),
        kind: 'parent_authority',
        name: 'Amina',
        relation: 'mother',
        contact: {},
        language: 'nl',
        interpreter: false,
      });
    const asked = opened.when('RequestConsent', { scopes: ['discuss_team'], purpose: 'why', askedOf: [idOf('amina')] });
    const after = asked.accepted();
    const changes = caseAggregate.deadlinesOf!(opened.state, after.state, asked.events[0]!, after.context());
    return changes?.set.find((each) => each.rule === rule);
  };
  const version = (effectiveFrom: string, deadlines: Team['policies'][number]['deadlines']) => ({
    policyVersion: 1,
    effectiveFrom,
    deadlines,
  });

  it('is stamped by the settings of the day, with their version, and counted by them in the event too', () => {
    const policies = [version('2026-09-22', [{ rule: 'D01', offset: 3, reminders: [{ days: 1, to: ['CO'] }], channels: ['in_app'] }])];
    expect(stamped('D01', policies)).toMatchObject({ dueOn: '2026-09-28', policyVersion: 0 });
    const after = stamped('D01', policies, '2026-09-22');
    expect(after).toMatchObject({ dueOn: '2026-09-25', policyVersion: 1, channels: ['in_app'] });
    expect(after?.alarms.filter(({ kind }) => kind === 'reminder')).toEqual([
      { step: 'reminder-1', kind: 'reminder', at: '2026-09-23T06:30:00.000Z', to: ['CO'] },
    ]);
  });

  it('of a rule that is switched off is not stamped', () => {
    expect(stamped('D01', [version('2026-09-01', [{ rule: 'D01', enabled: false }])])).toBeUndefined();
    expect(stamped('D28', [version('2026-09-01', [{ rule: 'D28', offset: 10 }])])?.dueOn).toBe('2026-10-05');
  });
});

describe('SetNotificationPreferences', () => {
  it('says for oneself by which channels and when not, once', () => {
    const evening = { channels: ['email', 'in_app'], quietFrom: '20:00', quietUntil: '07:30' };
    const { state } = registered()
      .by('joost')
      .when('SetNotificationPreferences', evening)
      .then(has('NotificationPreferencesSet', { personId: 'joost', ...evening }))
      .when('SetNotificationPreferences', { ...evening, channels: ['in_app', 'email'] })
      .thenNothing();
    expect(state.preferences).toEqual({ joost: evening });
  });

  it('takes a quiet time with both its ends, and is for members', () => {
    for (const wrong of [{ quietFrom: '20:00' }, { quietUntil: '07:00' }, { quietFrom: '20:00', quietUntil: '20:00' }])
      registered()
        .by('joost')
        .when('SetNotificationPreferences', { channels: ['email'], ...wrong })
        .thenRefused('validation');
    registered()
      .when('SetNotificationPreferences', { channels: ['email'] })
      .thenRefused('forbidden');
  });
});

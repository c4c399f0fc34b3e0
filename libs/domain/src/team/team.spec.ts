import { givenTeam, has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';
import { memberOn, membersOn } from './index.js';

const person = (personId: string, ...roles: string[]) => ({
  personId,
  name: 'A name',
  organisationId: 'school',
  discipline: 'education',
  roles,
});
const autumn = { from: '2026-10-19', to: '2026-10-23', name: 'Autumn' };
const registration = {
  teamId: idOf('team'),
  name: 'De Linde',
  closures: [autumn],
  members: [person('femke', 'coordinator'), person('karin', 'chair')],
};
const registered = () => givenTeam().does('RegisterTeam', registration);
const joost = { ...person('joost', 'professional'), from: '2026-10-01' };
const leaving = { personId: 'karin', to: '2026-10-01', reason: 'Another school.' };

describe('RegisterTeam', () => {
  it('registers a team whose members have been members from the beginning', () => {
    const { teamId: _, ...data } = registration;
    const { state } = givenTeam().when('RegisterTeam', registration).then(has('TeamRegistered', data));
    expect(state).toMatchObject({ exists: true, active: true, closures: [{ from: autumn.from, to: autumn.to }] });
    expect(memberOn(state, 'karin', '2000-01-01')?.roles).toEqual(['chair']);
  });

  it('is for admins, with each person once and closures that end after they begin', () => {
    givenTeam().by('femke').when('RegisterTeam', registration).thenRefused('forbidden');
    const twice = { ...registration, members: [...registration.members, person('karin', 'lead')] };
    givenTeam().when('RegisterTeam', twice).thenRefused('validation');
    const backwards = { ...registration, closures: [{ ...autumn, to: '2026-10-18' }] };
    givenTeam().when('RegisterTeam', backwards).thenRefused('validation');
  });
});

describe('AddMember', () => {
  it('adds a member from a day on, for admins and coordinators', () => {
    const { state } = registered().by('femke').when('AddMember', joost).then(has('MemberAdded', joost));
    expect(memberOn(state, 'joost', '2026-09-30')).toBeUndefined();
    expect(memberOn(state, 'joost', '2026-10-01')?.discipline).toBe('education');
    registered().by('karin').when('AddMember', joost).thenRefused('forbidden');
  });

  it('adds nobody twice, and takes one back who has left', () => {
    registered().does('AddMember', joost).when('AddMember', joost).thenRefused('not-possible');
    const gone = registered().does('EndMembership', leaving);
    gone.when('AddMember', { ...person('karin', 'chair'), from: '2026-09-30' }).thenRefused('not-possible');
    const back = gone.does('AddMember', { ...person('karin', 'lead'), from: '2026-10-05' });
    expect(['2026-09-30', '2026-10-01', '2026-10-05'].map((on) => memberOn(back.state, 'karin', on)?.roles)).toEqual([
      ['chair'],
      undefined,
      ['lead'],
    ]);
    expect(membersOn(back.state, '2026-10-05').map(({ personId }) => personId)).toEqual(['femke', 'karin']);
  });
});

describe('EndMembership', () => {
  it('cuts access on the day itself, once', () => {
    const after = registered().by('femke').when('EndMembership', leaving).then(has('MembershipEnded', leaving));
    expect([memberOn(after.state, 'karin', '2026-09-30')?.personId, memberOn(after.state, 'karin', '2026-10-01')]).toEqual([
      'karin',
      undefined,
    ]);
    after.when('EndMembership', leaving).thenNothing();
    after.on('2026-11-01').when('EndMembership', leaving).thenNothing();
  });

  it('can be brought forward until it is over', () => {
    const earlier = registered()
      .does('EndMembership', leaving)
      .when('EndMembership', { ...leaving, to: '2026-09-25' })
      .thenEvents('MembershipEnded');
    expect(memberOn(earlier.state, 'karin', '2026-09-25')).toBeUndefined();
    earlier.on('2026-09-26').when('EndMembership', leaving).thenRefused('not-possible');
    registered()
      .when('EndMembership', { ...leaving, personId: 'stranger' })
      .thenRefused('unknown-reference');
  });
});

describe('SetClosures', () => {
  it('replaces the list', () => {
    const closures = [{ from: '2026-12-21', to: '2027-01-01', name: 'Christmas' }];
    const { state } = registered().by('femke').when('SetClosures', { closures }).then(has('ClosuresSet', { closures }));
    expect(state.closures).toEqual([{ from: '2026-12-21', to: '2027-01-01' }]);
    registered()
      .when('SetClosures', { closures: [{ from: '2027-01-01', to: '2026-12-21', name: 'Wrong' }] })
      .thenRefused('validation');
  });
});

describe('AssignDefaultRole', () => {
  it('names whom the team usually asks, or nobody any more', () => {
    const asked = registered().by('femke').does('AssignDefaultRole', { role: 'chair', personId: 'karin' });
    expect(asked.state.defaultRoles).toEqual({ chair: 'karin' });
    asked.when('AssignDefaultRole', { role: 'chair', personId: 'karin' }).thenNothing();
    const { state } = asked.when('AssignDefaultRole', { role: 'chair' }).then(has('DefaultRoleAssigned', { role: 'chair' }));
    expect(state.defaultRoles).toEqual({});
    asked.when('AssignDefaultRole', { role: 'observer', personId: 'stranger' }).thenRefused('unknown-reference');
  });
});

describe('SetCollaborationPhase', () => {
  it('says where the team stands, by its chair', () => {
    const phase = { phase: 'overeenkomen' };
    const set = registered().by('karin').when('SetCollaborationPhase', phase).then(has('CollaborationPhaseSet', phase));
    expect(set.state.collaborationPhase).toBe('overeenkomen');
    set.when('SetCollaborationPhase', phase).thenNothing();
    set.by('femke').when('SetCollaborationPhase', { phase: 'uitvoeren' }).thenRefused('forbidden');
  });
});

describe('DeactivateTeam', () => {
  it('ends a team for new cases, by an admin, once', () => {
    const reason = { reason: 'The school closes.' };
    const over = registered().when('DeactivateTeam', reason).then(has('TeamDeactivated', reason));
    expect(over.state.active).toBe(false);
    over.when('DeactivateTeam', reason).thenNothing();
    over.by('femke').when('DeactivateTeam', reason).thenRefused('forbidden');
  });
});

import { read, step, teamAfter } from '../../../../test/domain/happened.js';
import { teamView } from './team.js';

const femke = {
  personId: 'femke',
  name: 'Femke',
  email: 'femke@example.org',
  language: 'nl',
  organisationId: 'school',
  discipline: 'ib',
  roles: ['coordinator'],
};
const registered = step('TeamRegistered', {
  name: 'De Linde',
  closures: [{ from: '2026-10-19', to: '2026-10-23', name: 'autumn' }],
  members: [femke],
});
const after = (...steps: Parameters<typeof step>[]) => teamAfter(teamView, registered, ...steps.map((each) => step(...each)));
const bas = { ...femke, personId: 'bas', name: 'Bas', from: '2026-11-01', roles: ['minute-taker'] };

describe('The document of a team', () => {
  it('holds its name, its closures and its members from the beginning', () => {
    expect(read(after())).toEqual({
      teamId: 'team-1',
      name: 'De Linde',
      closures: [{ from: '2026-10-19', to: '2026-10-23', name: 'autumn' }],
      members: [femke],
    });
  });

  it('takes new members from a day on', () => {
    expect(read(after(['MemberAdded', bas]).members)).toEqual([femke, bas]);
  });

  it('ends the newest membership of a person', () => {
    const document = after(
      ['MemberAdded', bas],
      ['MembershipEnded', { personId: 'bas', to: '2026-12-01' }],
      ['MemberAdded', { ...bas, from: '2027-01-01' }],
      ['MembershipEnded', { personId: 'bas', to: '2027-02-01' }],
    );
    expect(document.members.map(({ from, to }) => [from, to])).toEqual([
      [undefined, undefined],
      ['2026-11-01', '2026-12-01'],
      ['2027-01-01', '2027-02-01'],
    ]);
  });

  it('replaces its closures', () => {
    expect(read(after(['ClosuresSet', { closures: [{ from: '2027-02-08', to: '2027-02-12', name: 'spring' }] }]).closures)).toEqual([
      { from: '2027-02-08', to: '2027-02-12', name: 'spring' },
    ]);
  });

  it('is found by the people who are or were in it', () => {
    expect(teamView.table!.rows(teamView.initial('team-1'))).toEqual([]);
    expect(teamView.table!.rows(after(['MemberAdded', bas], ['MemberAdded', bas]))).toEqual([{ cells: { person_ids: ['femke', 'bas'] } }]);
  });
});

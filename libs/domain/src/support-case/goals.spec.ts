import { bodyOf, concluded, discussed, evaluating, g1, started, supported } from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';

const another = idOf('another');

describe('AgreeGoal', () => {
  it('agrees a goal with its scale', () => {
    const body = bodyOf.goal('2027-01-12');
    started()
      .by('bas')
      .when('AgreeGoal', body)
      .then(has('GoalAgreed', { ...body, goalVersion: 1 }));
    for (const [at, person] of [
      [started(), 'karin'],
      [concluded(), 'joost'],
      [evaluating(), 'joost'],
    ] as const)
      at.by(person)
        .when('AgreeGoal', bodyOf.goal('2027-02-01', { goalId: another }))
        .thenEvents('GoalAgreed');
    started().by('femke').when('AgreeGoal', body).thenRefused('forbidden');
    supported().by('joost').when('AgreeGoal', body).thenRefused('wrong-phase');
  });

  it('keeps to five open goals, complete scales, and dates that are still to come', () => {
    const five = [1, 2, 3, 4, 5].reduce(
      (at, n) => at.does('AgreeGoal', bodyOf.goal('2027-01-12', { goalId: idOf(`goal-${n}`) })),
      started(),
    );
    const bad = bodyOf.goal('2026-11-02', { gas: { '-2': 'Never.', '2': 'Always.' } });
    const outcome = five.when('AgreeGoal', bad);
    outcome.thenRefused('too-many-goals', ['too-many-goals', 'gas-incomplete', 'target-in-past']);
    expect(outcome.rejection?.errors.map(({ pointer }) => pointer)).toEqual(['/gas/-1', '/gas/0', '/gas/1']);
    started()
      .when('AgreeGoal', { ...bad, targetOn: '2026-11-03' })
      .thenRefused('gas-incomplete', ['gas-incomplete']);
    started()
      .when('AgreeGoal', { ...bad, targetOn: '2026-11-03', gas: undefined })
      .thenRefused('gas-incomplete');
    started().when('AgreeGoal', bodyOf.goal('2026-11-02')).thenRefused('target-in-past', ['target-in-past']);
    five.when('AgreeGoal', bodyOf.goal('2026-11-03')).thenRefused('too-many-goals', ['too-many-goals']);
  });

  it('judges dates by the day of the discussion, also when it is written down later', () => {
    started().on('2026-11-03', '2026-11-10').when('AgreeGoal', bodyOf.goal('2026-11-05')).thenEvents('GoalAgreed');
  });
});

describe('AdjustGoal', () => {
  const body = { goalId: g1, statement: 'They understand me at the club.', reason: 'The club matters more.', agreedBy: ['joost'] };

  it('makes a new version, which asks for a new plan', () => {
    supported()
      .when('AdjustGoal', body)
      .then(
        has('GoalAdjusted', {
          ...body,
          goalVersion: 2,
          changed: ['statement'],
          planProposalDueOn: '2026-11-23',
          planAdoptionDueOn: '2026-11-30',
        }),
      );
    const twice = evaluating().does('AdjustGoal', body).when('AdjustGoal', { goalId: g1, targetOn: '2027-03-01', reason: 'More time.' });
    expect(twice.dataOf('GoalAdjusted')).toMatchObject({ goalVersion: 3, changed: ['targetOn'] });
  });

  it('needs a reason, something that changes, and an open goal', () => {
    supported()
      .when('AdjustGoal', { ...body, reason: undefined })
      .thenRefused('reason-missing', ['reason-missing']);
    supported().when('AdjustGoal', { goalId: g1, reason: 'None.' }).thenRefused('not-possible');
    supported()
      .when('AdjustGoal', { ...body, goalId: another })
      .thenRefused('unknown-reference');
    supported().does('DropGoal', { goalId: g1, ground: 'child_wish' }).when('AdjustGoal', body).thenRefused('not-possible');
    supported().by('karin').when('AdjustGoal', body).thenRefused('forbidden');
    concluded().when('AdjustGoal', body).thenRefused('wrong-phase');
  });
});

describe('DropGoal', () => {
  it('drops a goal once', () => {
    const body = { goalId: g1, ground: 'replaced', replacedBy: g1 };
    const after = supported().when('DropGoal', body).then(has('GoalDropped', body));
    after.when('DropGoal', body).thenNothing();
    supported().when('DropGoal', { goalId: another, ground: 'child_wish' }).thenRefused('unknown-reference');
    discussed().by('joost').when('DropGoal', body).thenRefused('wrong-phase');
  });
});

describe('ScoreGoal', () => {
  const body = { goalId: g1, score: 1, on: '2026-11-16', scoredWith: ['child'] };

  it('scores from −3 to +2, the same score of the same day once', () => {
    const after = supported()
      .by('joost')
      .when('ScoreGoal', body)
      .then(has('GoalScored', { ...body, goalVersion: 1 }));
    after.when('ScoreGoal', body).thenNothing();
    after.when('ScoreGoal', { ...body, score: 2 }).thenEvents('GoalScored');
    for (const score of [-4, 3, undefined])
      supported()
        .when('ScoreGoal', { ...body, score })
        .thenRefused('score-range', ['score-range']);
    for (const score of [-3, 2])
      supported()
        .when('ScoreGoal', { ...body, score })
        .thenEvents('GoalScored');
  });

  it('scores open goals only, and no day that is still to come', () => {
    supported().does('DropGoal', { goalId: g1, ground: 'child_wish' }).when('ScoreGoal', body).thenRefused('not-possible');
    supported()
      .when('ScoreGoal', { ...body, on: '2026-11-17' })
      .thenRefused('future-date');
    supported().by('karin').when('ScoreGoal', body).thenRefused('forbidden');
  });
});

import { foldOne, revive } from '#domain/kernel/index.js';
import type { Case, Phase } from '#domain/support-case/index.js';
import { caseAggregate, noCase } from '#domain/support-case/index.js';
import { phaseChanges, phaseDiagram, phases } from './phase-changes.js';
import { sampleEvent } from './sample-event.js';

/** A case in a phase, with no more in it than the folds of the phases look at. */
const caseIn = (phase: Phase): Case => ({ ...noCase, caseId: 'case-1', exists: true, phase, discussion: { steps: [], absent: [] } });

/** The phases to which an event may lead from a phase, over every value of its codes. */
function leadsTo(type: string, from: Phase): Set<string> {
  const { data, meta } = sampleEvent(caseAggregate, type);
  const variants = Object.entries(caseAggregate.events[type]!).flatMap(([name, { shape }]) =>
    shape.kind === 'code' ? shape.values.map((value) => ({ ...data, [name]: value })) : [],
  );
  return new Set([data, ...variants].map((each) => foldOne(caseAggregate, caseIn(from), type, revive(each), meta).phase));
}

describe('The phases on the page', () => {
  it.each(phaseChanges.map((each) => [`${each.from} to ${each.to} by ${each.event}`, each] as const))('lead from %s', (_, change) => {
    expect([...leadsTo(change.event, change.from)]).toContain(change.to);
    for (const name of change.commands) expect(caseAggregate.commands[name]?.in).toContain(change.from);
  });

  it('leave out no event that moves a case', () => {
    const declared = new Set(phaseChanges.map(({ event, to }) => `${event} to ${to}`));
    const moving = Object.keys(caseAggregate.events)
      .filter((type) => type !== 'CaseOpened')
      .flatMap((type) => phases.flatMap((from) => [...leadsTo(type, from)].filter((to) => to !== from).map((to) => `${type} to ${to}`)));
    expect([...new Set(moving)].filter((move) => !declared.has(move))).toEqual([]);
  });

  it('are drawn, each of them', () => {
    for (const phase of phases) expect(phaseDiagram()).toMatch(new RegExp(`\\b${phase}\\b`));
  });

  it('let no exception through once the case is closed', () => {
    const owing = { cycleNo: 1, outcome: 'plan_change', reportDueOn: '2026-11-06', feedback: [] } as unknown as Case['aftercare'][number];
    const exceptions = Object.values(caseAggregate.commands).flatMap(({ alsoIn }) => (alsoIn ? [alsoIn.when] : []));
    const ask = (phase: Phase): boolean[] =>
      exceptions.map((when) => when({ ...caseIn(phase), cycleNo: 2, aftercare: [owing] }, {} as never, undefined));
    expect(ask('closed')).not.toContain(true);
    expect(ask('preparation')).not.toContain(false);
  });
});

import fc from 'fast-check';
import { foldOne } from '#domain/kernel/index.js';
import type { Case } from '#domain/support-case/index.js';
import { caseCommands } from '#domain/support-case/index.js';
import { amina, bodyOf, concluded, consented, discussed, evaluating, opened, sami, supported, withFamily } from './cases.js';
import type { Situation } from './given.js';
import { brokenBy, brokenIn } from './walk/invariants.js';
import { aMeeting, telling } from './meetings.js';
import { addsEachTime, common, guardSays, specific } from './walk/rulebook.js';
import { shapeOf } from './walk/shape.js';
import type { Try } from './walk/tries.js';
import { triesIn } from './walk/tries.js';

type At = Situation<Case>;

/** Tries one thing, checks everything that must hold, and gives the situation it led to, if it was accepted with anything new. */
function tried(at: At, { command, body, by, on }: Try, problems: string[]): At | undefined {
  const outcome = at.by(by).on(on).when(command, body);
  const complain = (what: string): void => {
    problems.push(`${command} ${JSON.stringify(body)} in ${shapeOf(at.state)}: ${what}`);
  };
  const guard = guardSays(at.state, command, body);
  const code = outcome.rejection?.code;
  const phaseCodes = ['case-closed', 'on-hold', 'wrong-phase'];
  if (guard !== undefined && code !== guard) complain(`${code ?? 'accepted'}, where the guard says ${guard}`);
  if (guard === undefined && code !== undefined && phaseCodes.includes(code)) complain(`${code}, where the guard lets it through`);
  if (code !== undefined && guard === undefined && ![...(specific[command] ?? []), ...common].includes(code))
    complain(`unknown code ${code}`);
  if (code !== undefined || outcome.events.length === 0) return undefined;
  const next = outcome.accepted();
  for (const broken of [...brokenIn(next.state), ...brokenBy(at.state, outcome.events, next.state)]) complain(`breaks: ${broken}`);
  const again = next.when(command, body);
  const isNew = !again.rejection && again.events.length > 0;
  if (isNew && !addsEachTime.includes(command) && !owesTwice(at.state, body)) complain('adds something a second time');
  return next;
}

/** The child of an OPP is told twice: what was decided, and how its view weighed in the plan; likewise of two cycles. */
const owesTwice = (kase: Case, { addresseeId }: Try['body']): boolean =>
  kase.aftercare.flatMap(({ feedback }) => feedback).filter((each) => each.addresseeId === addresseeId && !each.settledOn).length > 1;

/** Sami with one parent, who has been asked: two to tell and one to decide are enough for every shape. */
const alone = (more: Record<string, unknown> = {}): At =>
  opened(more)
    .does('AddParty', bodyOf.party(amina, 'parent_authority'))
    .does('AddParty', bodyOf.party(sami, 'child'))
    .does('AssignCaseOwner', { ownerId: 'joost', familyPreference: false })
    .does('RequestConsent', bodyOf.ask([amina]))
    .where({ facts: telling([], undefined, aMeeting()) });

/**
 * Where the walk does not go on, but random paths do: in a third cycle, without one of the parties, in the second cycle beyond what
 * differs from the first, and for an OPP where it does not differ from another plan.
 */
const isBeyond = (kase: Case): boolean =>
  kase.cycleNo > 2 ||
  kase.parties.some(({ endedOn }) => endedOn !== undefined) ||
  (kase.cycleNo === 2 && ['intervention', 'evaluation'].includes(kase.phase)) ||
  (kase.cycleNo === 2 && (kase.urgency === 'urgent' || kase.hold !== undefined || kase.planKind === 'opp')) ||
  (kase.planKind === 'opp' && kase.phase === 'aftercare' && (kase.discussion?.outcome === 'refer' || kase.plans.length > 2));

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) frozen(each);
  return value;
}

const folded = ({ aggregate, history, state }: At): Case =>
  history.reduce((kase, { event, meta }) => foldOne(aggregate, kase, event.type, event.data, meta), aggregate.initial(state.caseId));

describe('The life of a case', () => {
  const seen = new Map<string, At>();
  const problems: string[] = [];
  const accepted = new Set<string>();

  beforeAll(() => {
    const queue: At[] = [];
    const visit = (at: At): void => {
      const shape = shapeOf(at.state);
      if (isBeyond(at.state) || seen.has(shape)) return;
      frozen(at.state);
      seen.set(shape, at);
      queue.push(at);
    };
    visit(alone().on('2026-11-03'));
    visit(alone({ planKind: 'opp', statutoryTrigger: { kind: 'enrolment', on: '2026-09-14' } }).on('2026-11-03'));
    for (let at = queue.shift(); at; at = queue.shift()) {
      for (const each of triesIn(at.state)) {
        const next = tried(at, each, problems);
        if (!next) continue;
        accepted.add(each.command);
        visit(next);
      }
    }
  });

  it('is the same in every shape: commands give events that fold, or a known refusal, and the invariants hold', () => {
    expect(problems.slice(0, 20)).toEqual([]);
  });

  it('reaches every phase, on hold and not, regular and urgent, for both kinds of plan', () => {
    const reached = new Set(
      [...seen.values()].map(({ state }) => `${state.planKind} ${state.phase} ${state.hold ? 'held' : 'going'} ${state.urgency}`),
    );
    for (const kind of ['support_plan', 'opp'])
      for (const urgency of ['regular', 'urgent']) {
        for (const phase of ['preparation', 'discussion', 'aftercare', 'intervention', 'evaluation'])
          for (const hold of ['held', 'going']) expect(reached).toContain(`${kind} ${phase} ${hold} ${urgency}`);
        expect(reached).toContain(`${kind} closed going ${urgency}`);
      }
    expect(seen.size).toBeGreaterThan(1000);
  });

  it('has every command tried, and accepted somewhere', () => {
    const commands = Object.keys(caseCommands).filter((name) => name !== 'OpenCase');
    expect(Object.keys(specific).sort()).toEqual(commands.sort());
    expect(commands.filter((name) => !accepted.has(name))).toEqual([]);
  });

  it('lets every entry refuse by the codes of its column and no others, in their order', () => {
    for (const [name, column] of Object.entries(specific)) {
      const entry = Object.keys(caseCommands[name as keyof typeof caseCommands].refuses ?? {});
      expect([name, entry]).toEqual([name, column.filter((code) => entry.includes(code))]);
    }
  });

  it('folds to the same state however often it is folded', () => {
    for (const at of seen.values()) {
      const once = JSON.stringify(folded(at));
      expect(once).toBe(JSON.stringify(at.state));
      expect(JSON.stringify(folded(at))).toBe(once);
    }
  });

  it('keeps its rules along random paths', () => {
    const starts = [opened(), withFamily(), consented(), discussed(), concluded(), supported(), evaluating()];
    fc.assert(
      fc.property(fc.nat({ max: starts.length - 1 }), fc.array(fc.nat(), { minLength: 20, maxLength: 60 }), (start, choices) => {
        const wrong: string[] = [];
        choices.reduce((at, choice) => {
          const tries = triesIn(at.state);
          return tried(at, tries[choice % tries.length]!, wrong) ?? at;
        }, starts[start]!);
        expect(wrong).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});

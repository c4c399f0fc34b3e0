import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));

interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly { readonly resolved: string }[] }[];
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

/** Judges the imports below a folder by the rules of the repository. */
function cruise(folder: string, ...places: string[]): Cruise {
  const cruiser = `${root}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, '--config', `${root}.dependency-cruiser.mjs`, '--output-type', 'json', ...places],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 60_000, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  if (!stdout.startsWith('{')) throw new Error(`The cruiser gave no result: ${stderr}${stdout}`);
  return JSON.parse(stdout) as Cruise;
}

/** What each fixture breaks. A file that is not named here is there to be imported, or shows what is allowed. */
const broken: { readonly [file: string]: readonly string[] } = {
  'libs/domain/src/kernel/node-in-domain.ts': ['domain-imports-domain-only', 'kernel-and-calendar-stand-alone'],
  'libs/domain/src/calendar/package-in-domain.ts': ['domain-imports-domain-only', 'kernel-and-calendar-stand-alone'],
  'libs/domain/src/views/infra-in-domain.ts': ['domain-imports-domain-only', 'views-and-policies-import-events-only'],
  'libs/domain/src/kernel/knows-an-aggregate.ts': ['kernel-and-calendar-stand-alone'],
  'libs/domain/src/rejections/knows-an-aggregate.ts': ['rejections-import-kernel-only'],
  'libs/domain/src/rejections.ts': ['rejections-import-kernel-only'],
  'libs/domain/src/team/knows-the-case.ts': ['aggregate-imports-kernel-and-calendar'],
  'libs/domain/src/meeting/knows-the-case.ts': ['teams-are-read'],
  'libs/domain/src/facts/knows-an-aggregate.ts': ['facts-import-nothing'],
  'libs/domain/src/support-case/knows-parts-of-team.ts': ['teams-are-read', 'teams-are-read'],
  'libs/domain/src/support-case/events/knows-a-rule.ts': ['events-import-kernel-only', 'events-import-kernel-only'],
  'libs/domain/src/views/knows-a-rule.ts': ['views-and-policies-import-events-only'],
  'libs/domain/src/policies/knows-a-rule.ts': ['views-and-policies-import-events-only'],
  'libs/domain/src/views/knows-another-view.ts': ['no-view-imports-another'],
  'libs/domain/src/views/knows-the-list.ts': ['no-view-imports-another'],
  'libs/domain/src/policies/knows-a-view.ts': ['no-view-imports-another'],
  'libs/infra/src/knows-a-part.ts': ['parts-are-joined-by-index-only'],
  'apps/api/src/knows-a-part.ts': ['parts-are-joined-by-index-only'],
  'libs/infra/src/knows-an-app.ts': ['infra-imports-domain-and-packages'],
  'apps/api/src/knows-another-app.ts': ['no-app-imports-another-app'],
  'apps/api/src/knows-a-tool.ts': ['apps-import-libraries-and-packages'],
  'apps/worker/src/knows-a-spec.ts': ['nothing-imports-a-spec'],
  'libs/infra/src/circle/one.ts': ['no-circle'],
  'libs/infra/src/knows-nothing-there.ts': ['everything-resolves', 'infra-imports-domain-and-packages'],
};

describe('The import rules', () => {
  it('are kept by every file of the repository', () => {
    const { modules, summary } = cruise(root, 'apps', 'libs', 'tools', 'test');
    expect(summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
    const seen = new Set(modules.map((each) => each.source));
    const sources = ['apps', 'libs'].flatMap((place) =>
      readdirSync(`${root}${place}`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${place}/${file}`),
    );
    expect(sources.filter((file) => !seen.has(file))).toEqual([]);
    const across = modules.flatMap((each) => (each.source.startsWith('libs/infra/') ? each.dependencies : []));
    expect(across.map((each) => each.resolved)).toContain('libs/domain/src/kernel/index.ts');
  });

  describe('over code that breaks them', () => {
    const { summary } = cruise(fixtures, 'apps', 'libs', 'tools');

    it.each(Object.entries(broken))('catch %s', (file, rules) => {
      const caught = summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
      expect(caught.sort()).toEqual([...rules].sort());
    });

    it('let everything else through', () => {
      expect(summary.violations.map(({ from }) => from).filter((file) => !(file in broken))).toEqual([]);
    });

    it('have each been seen to catch something', () => {
      const tried = new Set(Object.values(broken).flat());
      expect(summary.ruleSetUsed.forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
    });
  });
});

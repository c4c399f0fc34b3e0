import { fileURLToPath } from 'node:url';

// Who may import what, by folder. test/architecture breaks each rule at least once and sees it caught by its name.
const domain = '^libs/domain/src';
const spec = String.raw`\.spec\.[cm]?ts$`;
/** The list of all views, or of all policies, for those who run them. */
const list = String.raw`${domain}/(?:views|policies)/index\.ts$`;
const notAggregates = '(?:kernel|calendar|deadlines|facts|views|policies|rejections|visibility)';
const aggregate = `${domain}/(?!${notAggregates}/)([^/]+)/`;
const node = { dependencyTypesNot: ['core'] };

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** From a folder, nothing but these places; a spec may import anything. */
const only = (name, comment, from, places, more = {}) => rule(name, comment, { path: from, pathNot: spec, ...more }, { pathNot: places });

export default {
  forbidden: [
    only(
      'domain-imports-domain-only',
      'The domain imports no package and no node module, and nothing of infra, apps, tools or tests.',
      `${domain}/`,
      [`${domain}/`],
    ),
    only(
      'kernel-and-calendar-stand-alone',
      'Everything rests on kernel and calendar; they rest on each other alone.',
      `${domain}/(?:kernel|calendar|deadlines)/`,
      [`${domain}/(?:kernel|calendar|deadlines)/`],
    ),
    only('facts-import-nothing', 'What aggregates tell each other is plain: it knows none of them.', `${domain}/facts/`, [`${domain}/facts/`]),
    only('rejections-import-kernel-only', 'The sentences of the codes know no aggregate.', `${domain}/(?:rejections/|(?!visibility)[^/]+$)`, [
      `${domain}/(?:kernel|rejections)/`,
    ]),
    only(
      'aggregate-imports-kernel-and-calendar',
      'Aggregates do not know each other: what one must know of another comes as context, or follows by a policy.',
      `${domain}/(?!(?:support-case|meeting|framework|kernel|calendar|deadlines|facts|views|policies|rejections|visibility)/)([^/]+)/`,
      [`${domain}/(?:kernel|calendar|deadlines|facts|$1)/`],
    ),
    only(
      'teams-are-read',
      'The one exception: cases, meetings and frameworks are judged by the folded team, so they may know its state and roles, and nothing else.',
      `${domain}/(support-case|meeting|framework)/`,
      [`${domain}/(?:kernel|calendar|deadlines|facts|$1)/`, String.raw`${domain}/team/(?:state|index)\.ts$`],
    ),
    only('events-import-kernel-only', 'What is stored for ever depends on no rule that may change.', `${domain}/([^/]+)/events/`, [
      `${domain}/kernel/`,
      `${domain}/$1/events/`,
    ]),
    only(
      'views-and-policies-import-events-only',
      'A view or policy sees what was stored, never the rules that led to it.',
      `${domain}/(?:views|policies)/`,
      [`${domain}/(?:kernel|calendar|deadlines|views|policies)/`, `${domain}/[^/]+/events/`],
    ),
    rule(
      'no-view-imports-another',
      'Each view and policy can be read, rebuilt and thrown away by itself.',
      { path: String.raw`${domain}/(views|policies)/([^/]+?)(?:\.ts$|/)`, pathNot: [spec, list] },
      { path: `${domain}/(?:views|policies)/`, pathNot: [String.raw`${domain}/$1/$2(?:\.ts$|/)`, `${domain}/views/fragments/`] },
    ),
    rule(
      'parts-are-joined-by-index-only',
      'Outside an aggregate only its index, state, roles and events are known; its parts may be cut differently tomorrow.',
      { path: '^(?:apps|libs/infra|tools|test)/', pathNot: spec },
      { path: aggregate, pathNot: [String.raw`${domain}/[^/]+/(?:index|state|roles)\.ts$`, `${domain}/[^/]+/events/`] },
    ),
    rule(
      'infra-imports-domain-and-packages',
      'Infra knows the domain, packages and node; it does not know who runs it.',
      { path: '^libs/infra/', pathNot: spec },
      { pathNot: ['^libs/(?:infra|domain)/', '(?:^|/)node_modules/'], ...node },
    ),
    rule(
      'no-app-imports-another-app',
      'Apps are processes: one may start another by its path, never import it.',
      { path: '^apps/([^/]+)/', pathNot: spec },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule(
      'apps-import-libraries-and-packages',
      'An app is wiring over the two libraries; tools, tests and benchmarks are not shipped.',
      { path: '^apps/', pathNot: spec },
      { pathNot: ['^apps/', '^libs/(?:infra|domain)/', '(?:^|/)node_modules/'], ...node },
    ),
    rule('nothing-imports-a-spec', 'What two specs need stands in a file of its own.', {}, { path: spec }),
    rule(
      'no-circle',
      'What needs each other to run is one thing, or lacks a third; a circle of types alone does no harm.',
      { pathNot: spec },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule('everything-resolves', 'An import that is not found would slip through every rule above.', {}, { couldNotResolve: true }),
  ],
  options: {
    // Also imports of types: knowing a type is knowing.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^test/architecture/fixtures/', '^bench/'] },
    webpackConfig: { fileName: fileURLToPath(new URL('tools/import-aliases.js', import.meta.url)) },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

/**
 * Who may import whom. docs/adr and CONTRIBUTING.md say why; test/architecture/imports.spec.ts runs these rules on the
 * real tree and proves each one on a planted violation.
 *
 * A new module folder under src/ gets its place in `layers` below. Every other rule is a pattern and covers it already.
 */

/** Top to bottom. A module imports from the layers below its own, and from nothing beside or above it. */
const layers = [
  ['console', 'chatops'],
  ['scheduling', 'deployments', 'approvals', 'alerts', 'services', 'mutes'],
  ['oncall'],
  ['notifications'],
  ['delivery', 'events', 'interactions', 'commands'],
  ['requests'],
  ['slack', 'installation', 'audit'],
  ['platform'],
];

/** Neighbours in a layer that may be imported all the same. Never both ways. */
const neighbours = { installation: ['slack', 'audit'], scheduling: ['alerts'] };

/** These dispatch to handlers that they find by decorator, so they know less than their layer would allow. */
const knowsOnly = {
  events: ['slack', 'installation', 'platform'],
  interactions: ['requests', 'slack', 'platform'],
  commands: ['requests', 'slack', 'platform'],
  requests: ['slack', 'platform'],
};

/** They put the process together and may import any module, through its index.ts. Nothing imports them. */
const compositionRoots = '^src/(main|cli|service|app\\.module)(\\.spec)?\\.ts$|^src/cli/';

const modules = layers.flat();
const folder = (names) => `^src/(${names.join('|')})/`;
const spec = '\\.spec\\.ts$';
/** Everything of ours that is not the product. */
const outside = (names) => `^(${names.join('|')})/`;

function mayImport(module) {
  const layer = layers.findIndex((names) => names.includes(module));
  return knowsOnly[module] ?? [...layers.slice(layer + 1).flat(), ...(neighbours[module] ?? [])];
}

function layerRule(module, name, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: folder([module]) },
    to: { path: '^src/[^/]+/', pathNot: [folder([module, ...mayImport(module)]), compositionRoots] },
  };
}

const layerRules = modules.map((module) => {
  if (module === 'platform')
    return layerRule(
      module,
      'platform-knows-no-feature',
      'platform/ is technical ground: no Slack, no feature.',
    );
  if (module in knowsOnly)
    return layerRule(
      module,
      'dispatchers-know-only-slack',
      `${module}/ finds handlers by decorator: it imports ${mayImport(module).join(' and ')}, no feature.`,
    );
  return layerRule(
    module,
    'one-way-layers',
    `${module}/ may import ${mayImport(module).join(', ')}. News that travels upward is an event or a port, not an import.`,
  );
});

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'only-through-index',
      comment:
        'Another module is used through its index.ts. platform/ is shared ground: its files are imported directly.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '/domain/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/(platform|cli)/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'only-through-index',
      comment: "A domain/ folder uses another module's rules through that module's domain/index.ts.",
      severity: 'error',
      from: { path: '^src/([^/]+)/(domain|.+/domain)/', pathNot: spec },
      to: { path: '^src/[^/]+/(domain|.+/domain)/', pathNot: ['^src/$1/', '^src/[^/]+/domain/index\\.ts$'] },
    },
    {
      name: 'only-through-index',
      comment: 'Composition roots use modules through index.ts as well.',
      severity: 'error',
      from: { path: compositionRoots },
      to: { path: '^src/[^/]+/', pathNot: ['^src/(platform|cli)/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'no-circles',
      comment: 'Files that import each other, types included, are one file or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ imports other domain/ code and the Node standard library, nothing else, types included.',
      severity: 'error',
      from: { path: '^src/(domain|.+/domain)/', pathNot: spec },
      to: { pathNot: '^src/(domain|.+/domain)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'nothing-imports-a-composition-root',
      comment:
        'main.ts, cli.ts, cli/, service.ts and app.module.ts put modules together; a module that needs them is upside down.',
      severity: 'error',
      from: { path: '^src/', pathNot: compositionRoots },
      to: { path: compositionRoots },
    },
    {
      name: 'src-stands-alone',
      comment: 'The product knows neither its tests nor the simulated Slack. (A spec may use test/.)',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { path: outside(['sandbox', 'test', 'demo', 'bench', 'scripts']) },
    },
    {
      name: 'src-stands-alone',
      comment: 'A spec in src/ uses test/ at most.',
      severity: 'error',
      from: { path: `^src/.*${spec}` },
      to: { path: outside(['sandbox', 'demo', 'bench', 'scripts']) },
    },
    {
      name: 'sandbox-stands-alone',
      comment:
        'The simulated Slack shares no code with what it simulates Slack for, or both would be wrong together.',
      severity: 'error',
      from: { path: '^sandbox/', pathNot: spec },
      to: { path: outside(['src', 'migrations', 'test', 'demo', 'bench', 'scripts']) },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'A spec in sandbox/ uses test/ at most.',
      severity: 'error',
      from: { path: `^sandbox/.*${spec}` },
      to: { path: outside(['src', 'migrations', 'demo', 'bench', 'scripts']) },
    },
    {
      name: 'page-runs-in-a-browser',
      comment:
        'sandbox/app/ runs in a browser: of the rest it imports only what needs no Node (json.ts, shown.ts, emoji names, block state).',
      severity: 'error',
      from: { path: '^sandbox/app/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^sandbox/app/',
          '^sandbox/(json|page/shown|workspace/emoji-characters)\\.ts$',
          '^sandbox/blocks/(element-values|elements)\\.ts$',
          '^node_modules/(preact|@preact/signals)/',
        ],
      },
    },
    {
      name: 'page-runs-in-a-browser',
      comment: 'The sandbox itself knows the page only as the files that it was built into.',
      severity: 'error',
      from: { path: '^(sandbox|demo)/', pathNot: '^sandbox/app/' },
      to: { path: '^sandbox/app/' },
    },
    {
      name: 'demo-runs-programs',
      comment:
        'demo/ starts the built programs: it may import sandbox/ and the embedded PostgreSQL, nothing of the product.',
      severity: 'error',
      from: { path: '^demo/' },
      to: {
        path: outside(['src', 'migrations', 'test', 'bench']),
        pathNot: '^src/platform/database/embedded-postgres(/|\\.ts$)',
      },
    },
    {
      name: 'no-dev-dependencies',
      comment:
        'What src/ imports from npm stands under "dependencies" in package.json, or production starts without it.',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  required: [
    {
      // Required to import what cannot exist: so every file in such a folder is reported, importing or not.
      name: 'module-has-a-layer',
      comment:
        'This file is in no known module. Give its folder a place in `layers` in .dependency-cruiser.cjs (or move the file into a module).',
      severity: 'error',
      module: { path: '^src/', pathNot: [folder(modules), compositionRoots] },
      to: { path: '^a layer in \\.dependency-cruiser\\.cjs$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^test/', '^bench/'] },
    exclude: { path: ['^dist/', '^test/architecture/planted/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

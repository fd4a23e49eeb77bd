// The direction of dependencies. Each layer names what it may import of ours; everything else is an error, and so is a
// cycle. tests/unit/setup/layers.test.ts proves that every rule fires.

const own = '^(main|preload|renderer|tests)/';
const contract = '^preload/contract/';
const types = ['type-only'];

/** Native code is known to one file a device class, and to the storage. */
const nativePackages = 'node_modules/(serialport|@serialport|node-hid|pcsc-mini|@pcsc-mini|better-sqlite3)/';

/** Files of the bridge's contract that are constants only; the rest are schemas, which windows take as types. */
const contractConstants = '^preload/contract/stations\\.ts$';

/**
 * One layer: `values` are the paths of ours that it may import, `alsoTypes` those of which it may import types.
 * @param {string} name
 * @param {string} path
 * @param {{ values: string[], alsoTypes?: string[], comment: string }} layer
 */
const layer = (name, path, { values, alsoTypes = [], comment }) => [
  {
    name,
    comment,
    severity: 'error',
    from: { path },
    to: { path: own, pathNot: [path, ...values, ...alsoTypes] },
  },
  ...(alsoTypes.length > 0
    ? [
        {
          name: `${name}-types`,
          comment: `${comment} Of these only types.`,
          severity: 'error',
          from: { path },
          to: { path: alsoTypes, pathNot: [path, ...values], dependencyTypesNot: types },
        },
      ]
    : []),
];

/** Layers that implement the ports which services declare. */
const adapter = (name) =>
  layer(name, `^main/${name}/`, {
    values: ['^main/domain/', '^main/base/'],
    alsoTypes: ['^main/services/', '^main/logging/', '^main/settings/'],
    comment: `${name} implements ports of services by the domain's terms and knows no other part.`,
  });

module.exports = {
  forbidden: [
    ...layer('domain', '^main/domain/', { values: [], comment: 'Rules are pure: they import nothing of ours.' }),
    {
      name: 'domain-is-pure',
      comment: 'Rules do no input or output: no module of Node, no Electron, no native package.',
      severity: 'error',
      from: { path: '^main/domain/' },
      to: { dependencyTypes: ['core'] },
    },
    ...layer('base', '^main/base/', {
      values: ['^main/domain/'],
      alsoTypes: ['^main/services/'],
      comment: 'Small helpers that every part of main shares.',
    }),
    ...layer('services', '^main/services/', {
      values: ['^main/domain/', '^main/base/clock\\.ts$'],
      alsoTypes: ['^main/base/', '^main/logging/'],
      comment: 'Use-cases import the domain and declare as ports what they need from outside.',
    }),
    {
      name: 'services-do-no-io',
      comment: 'What services need of the machine is a port.',
      severity: 'error',
      from: { path: '^main/services/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|buffer)$' },
    },
    ...['devices', 'storage', 'portal', 'gateways', 'papers'].flatMap(adapter),
    ...['logging', 'settings'].flatMap(adapter),
    ...layer('ipc', '^main/ipc/', {
      values: ['^main/services/', '^main/domain/', '^main/base/', contract],
      alsoTypes: ['^main/logging/', '^main/settings/'],
      comment: 'The router and its handlers call services and speak the contract.',
    }),
    ...layer('app', '^main/app/', {
      values: ['^main/domain/', '^main/base/', contract],
      alsoTypes: ['^main/services/', '^main/logging/', '^main/settings/'],
      comment: 'Windows, protocol and lockdown: Electron alone.',
    }),
    ...layer('main', '^main/main\\.ts$', { values: ['^main/(?!probe/)', contract], comment: 'The composition root of the program.' }),
    ...layer('probe', '^main/probe/', {
      values: ['^main/(?!app/|ipc/|main\\.ts)'],
      comment: 'The composition root of the command line: no windows.',
    }),
    {
      name: 'roots-are-not-imported',
      comment: 'Composition roots import; nothing imports them.',
      severity: 'error',
      from: { pathNot: '^(main/probe|tests)/' },
      to: { path: '^main/(main\\.ts$|probe/)' },
    },
    ...layer('contract', contract, {
      values: [],
      alsoTypes: ['^main/domain/'],
      comment: 'What both sides know, with types of the domain.',
    }),
    ...layer('preload', '^preload/[^/]+$', { values: [contract], comment: 'A preload script exposes the contract and nothing else.' }),
    ...layer('renderer', '^renderer/', {
      values: [contractConstants],
      alsoTypes: [contract],
      comment: 'Windows know the contract’s types and themselves, never main.',
    }),
    {
      name: 'renderer-runs-in-a-page',
      comment: 'A sandboxed page has no Node.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    ...layer('bench', '^tests/bench/', {
      values: ['^tests/(bench|fixtures)/'],
      alsoTypes: ['^main/', '^preload/'],
      comment: 'The other end of each wire shares no code with the program that it tests.',
    }),
    {
      name: 'tests-are-not-imported',
      comment: 'Nothing outside tests/ imports tests/.',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    {
      name: 'electron',
      comment: 'Electron is known to main/app, main/ipc, main/main.ts and the preload scripts.',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/', pathNot: '^(main/(app|ipc)/|main/main\\.ts$|preload/[^/]+\\.ts$)' },
      to: { path: ['^electron$', 'node_modules/electron/'] },
    },
    {
      name: 'native-packages',
      comment: 'Native packages are known to transport-*.ts of a device and to the storage.',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/', pathNot: ['^main/devices/.+/transport-[^/]+\\.ts$', '^main/storage/'] },
      to: { path: nativePackages },
    },
    { name: 'no-cycles', comment: 'No cycles.', severity: 'error', from: { path: own }, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'Every import leads to a file or an installed package.',
      severity: 'error',
      from: { path: own },
      // "?url" is Vite's way to the address of a file.
      to: { couldNotResolve: true, pathNot: '\\?url$' },
    },
  ],
  options: {
    parser: 'tsc',
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: require.resolve('./tsconfig.json') },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};

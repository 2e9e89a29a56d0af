/** The import law: catalog <- spec <- constructs <- stacks, rehearsal <- workspace <- cli; verification stands on the spec alone. Nothing points back, nothing goes round. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'catalog-is-the-bottom',
      severity: 'error',
      from: { path: '^catalog/' },
      to: { path: '^(spec|constructs|stacks|rehearsal|verification|workspace|cli|tools)/|@pulumi|cdk8s' },
    },
    {
      name: 'spec-stands-on-the-catalog',
      severity: 'error',
      from: { path: '^spec/' },
      to: { path: '^(constructs|stacks|rehearsal|verification|workspace|cli|tools)/|@pulumi|cdk8s' },
    },
    {
      name: 'constructs-know-no-cloud',
      severity: 'error',
      from: { path: '^constructs/' },
      to: { path: '^(stacks|rehearsal|workspace|cli|tools)/|@pulumi' },
    },
    {
      name: 'rooms-meet-at-the-door',
      severity: 'error',
      from: { path: '^constructs/([^/]+)/' },
      to: {
        path: '^constructs/',
        pathNot: ['^constructs/$1/', '^constructs/[^/]+/index\\.ts$', '^constructs/imports/'],
      },
    },
    {
      name: 'rooms-do-not-use-their-own-door',
      severity: 'error',
      from: { path: '^constructs/([^/]+)/', pathNot: '/index\\.ts$' },
      to: { path: '^constructs/$1/index\\.ts$' },
    },
    {
      name: 'facts-know-no-pulumi',
      severity: 'error',
      from: { path: '^stacks/.*facts\\.ts$' },
      to: { path: '@pulumi' },
    },
    {
      name: 'targets-are-strangers',
      severity: 'error',
      from: { path: '^stacks/([^/]+)/' },
      to: { path: '^stacks/[^/]+/', pathNot: '^stacks/$1/' },
    },
    {
      name: 'stacks-are-below-the-workspace',
      severity: 'error',
      from: { path: '^(stacks|rehearsal)/' },
      to: { path: '^(workspace|cli|tools)/' },
    },
    {
      name: 'the-judge-stands-alone',
      severity: 'error',
      from: { path: '^verification/' },
      to: { path: '^(catalog|constructs|stacks|rehearsal|workspace|cli|tools)/|@pulumi|cdk8s|^(node:|fs|http)' },
    },
    {
      name: 'workspace-is-below-the-cli',
      severity: 'error',
      from: { path: '^workspace/' },
      to: { path: '^(cli|tools)/' },
    },
    {
      name: 'product-does-not-know-its-tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(lib|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Component } from '../../catalog/index.ts';
import type { AddOn } from '../../constructs/core/index.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { TARGET_KINDS } from '../../spec/target.ts';
import { withAccess } from '../constructs/access/access-sample.ts';
import { observedPlatform } from '../constructs/observability/observability-sample.ts';
import { policyPlatform } from '../constructs/policy/policy-sample.ts';
import { withRegistry } from '../constructs/registry/registry-sample.ts';
import { LANGUAGE, servingPlatform } from '../constructs/serving/serving-sample.ts';
import { verifiedPlatform } from '../constructs/verification/verification-sample.ts';
import { rendered, samplePlatform } from '../sample.ts';
import { sharedData } from '../shared-data.ts';
import { INSTANCES, type PoolInput, platformOn, TARGETS } from '../stacks/target-sample.ts';
import { ROOT } from './project-files.ts';

/**
 * Names of maps that charts pass on as they are, into pods or into a ConfigMap's data (`cm` and `params` of Argo CD, Grafana's own settings): what
 * is inside is the user's, and the chart's own entries are no list of what there may be.
 */
const OPEN =
  /^((node|pod)?(selector|affinity)|tolerations|resources|requests|limits|(pod)?(annotations|labels)|env|\w*securitycontext|cm|params|grafana\.ini|extra\w*)$/i;

/** Keys that a chart reads, and names in a comment of its `values.yaml` only. */
const COMMENTED = [
  'cert-manager: serviceAccount.name',
  ...['core', 'exporter', 'jobservice', 'nginx', 'portal', 'registry.controller', 'registry.registry'].map(
    (part) => `harbor: ${part}.resources`,
  ),
  'harbor: persistence.imageChartStorage.s3.existingSecret',
  'harbor: persistence.imageChartStorage.s3.regionendpoint',
  'nvidia-gpu-operator: dcgmExporter.config',
  // The file of Envoy Gateway's own configuration, which the chart writes as it is.
  'envoy-gateway: config.envoyGateway.extensionManager',
  'envoy-gateway: config.envoyGateway.rateLimit',
];

type Values = Readonly<Record<string, unknown>>;

/** Key paths of values that a chart would read nothing of, because its own `values.yaml` has no such key. */
function unknownKeys(values: Values, defaults: Values, dependencies: readonly string[] = []): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (!Object.hasOwn(defaults, key)) return [key];
    const theirs = defaults[key];
    // A chart inside has values of its own, of which the outer one lists only some.
    if (OPEN.test(key) || dependencies.includes(key)) return [];
    if (isMap(value) && isMap(theirs))
      return Object.keys(theirs).length === 0 ? [] : unknownKeys(value, theirs).map((inner) => `${key}.${inner}`);
    return fits(value, theirs) ? [] : [`${key} (${shapeOf(value)} instead of ${shapeOf(theirs)})`];
  });
}

/** Whether a value can stand in the place of another. What a chart leaves empty, or switches off, may become anything. */
function fits(value: unknown, theirs: unknown): boolean {
  return theirs === null || theirs === '' || theirs === false || shapeOf(value) === shapeOf(theirs);
}

function shapeOf(value: unknown): 'list' | 'map' | 'single value' {
  return Array.isArray(value) ? 'list' : isMap(value) ? 'map' : 'single value';
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Platforms that between them install everything that a platform can. */
function platforms(): PlatformInput[] {
  const examples = readdirSync(`${ROOT}/examples`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('platform.yaml'))
    .map((path) => parse(readFileSync(`${ROOT}/examples/${path}`, 'utf8')) as PlatformInput);
  return [
    ...examples,
    ...examples.filter(hasFolder).map(withFlux),
    ...Object.values(TARGETS).flatMap(onTarget),
    ...ownMachines(),
    ...waysIn(),
    ...registries(),
    signed(),
    observedPlatform(),
    verifiedPlatform(),
    observedPlatform({ logs: {}, traces: {}, store: { bucket: 'lab-telemetry', region: 'eu-west-1' } }),
  ];
}

/** A platform that asks for signatures. */
function signed(): PlatformInput {
  const signer = { kind: 'keyless' as const, name: 'ci', issuer: 'https://idp.example.org', identity: 'ci' };
  return policyPlatform({ images: { signatures: 'enforce' } }, { releases: { signers: [signer] } });
}

/** Whether a platform is delivered from a folder in Git. */
function hasFolder({ delivery }: PlatformInput): boolean {
  return 'repository' in delivery;
}

function withFlux({ delivery, ...platform }: PlatformInput): PlatformInput {
  const { path, repository } = delivery as { path: string; repository: string };
  return { ...platform, delivery: { kind: 'flux', repository, path } };
}

function onTarget(target: PlatformInput['target']): PlatformInput[] {
  const whole: PoolInput = { name: 'whole', instance: INSTANCES[target.kind], nodes: { min: 2, max: 2 } };
  const claimed: PoolInput = { ...whole, allocator: 'dra' };
  const neuron: PoolInput = { ...whole, instance: 'trn1.32xlarge' };
  const amd: PoolInput = { ...whole, instance: 'Standard_ND96isr_MI300X_v5' };
  return [
    platformOn(target, whole),
    platformOn(target, claimed),
    ...(target.kind === 'aws' ? [withFabric(platformOn(target, neuron))] : []),
    ...(target.kind === 'azure' ? [withFabric(platformOn(target, amd))] : []),
  ];
}

/** Machines of one's own: every way to share them, and every sandbox. */
function ownMachines(): PlatformInput[] {
  const machine = {
    accelerator: 'nvidia-h100-80gb',
    count: 8,
    vcpus: 192,
    memory: '2Ti',
    fabric: 'infiniband',
  } as const;
  const pool: PoolInput = { name: 'pool', machine, nodes: { min: 2, max: 2 } };
  const sharing: PoolInput['sharing'][] = [
    { kind: 'whole' },
    { kind: 'partition', profile: '1g.10gb' },
    { kind: 'timeSlicing', replicas: 4 },
    { kind: 'mps', replicas: 4 },
  ];
  const shared = sharing.map(
    (each, index): PoolInput => ({ ...pool, name: `pool-${index}`, sharing: each, driver: 'operator' }),
  );
  const clusterApi = { ...TARGETS.baremetal, distribution: 'clusterApi' } as const;
  const sandboxed = platformOn(clusterApi, { ...pool, nodes: { min: 1, max: 4 } });
  return [
    samplePlatform(),
    servingPlatform([{ ...LANGUAGE, tokensPerMinute: 1_000 }]),
    withFabric(platformOn(TARGETS.existing, ...shared)),
    withFabric(platformOn(TARGETS.baremetal, pool)),
    platformOn(TARGETS.existing, { ...pool, allocator: 'dra', machine: { ...machine, accelerator: 'nvidia-gb200' } }),
    { ...sandboxed, teams: sandboxed.teams.map((team) => ({ ...team, sandbox: 'kata' })) },
  ];
}

/** A registry on every place, on volumes, and with a scanner. */
function registries(): PlatformInput[] {
  const scanner = { kind: 'trivy', digest: `sha256:${'0'.repeat(64)}` } as const;
  const { registry } = withRegistry({ scanner, tracking: true });
  return [
    withRegistry(),
    withRegistry({ scanner }, { target: { ...TARGETS.existing, storage: { shared: 'files' } } }),
    ...TARGET_KINDS.map((kind) => ({ ...withAccess(kind), registry })),
  ];
}

/** Every way in: each place’s DNS and secrets, and each issuer. */
function waysIn(): PlatformInput[] {
  const dns = { zone: 'example.org', id: 'zone', server: 'ns1.example.org' };
  const { server, ...atCloud } = dns;
  const signIn = { kind: 'dex', connector: 'ldap' } as const;
  return [
    ...TARGET_KINDS.map((kind) => withAccess(kind, { dns: { ...atCloud, ...(kind in CLOUDS ? {} : { server }) } })),
    withAccess('existing', { signIn }),
    withAccess('existing', { signIn: { kind: 'keycloak' } }),
  ];
}

const CLOUDS = { aws: true, gcp: true, azure: true, digitalocean: true };

function withFabric(input: PlatformInput): PlatformInput {
  return { ...input, teams: input.teams.map((team) => ({ ...team, fabric: 'allowed' })) };
}

/** Everything that these platforms install by a chart, by component. */
function addOnsByName(): Map<string, readonly AddOn[]> {
  const found = new Map<string, readonly AddOn[]>();
  for (const input of platforms())
    for (const addOn of rendered(input).platform.addOns.filter(({ component }) => chartOf(component) !== undefined))
      found.set(addOn.component.name, [...(found.get(addOn.component.name) ?? []), addOn]);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Name of a component's chart; nothing where it is a folder of objects. */
function chartOf({ source }: Component): string | undefined {
  if (source.kind === 'helm') return source.chart;
  return source.kind === 'oci' ? source.repository.split('/').at(-1) : undefined;
}

describe.each([...addOnsByName()])('values of %s', (_, addOns) => {
  const [first] = addOns;
  const chart = first && chartOf(first.component);
  const defaults = chart && sharedData(`upstream/charts/${chart}/values.yaml`);

  test.runIf(defaults)('are ones that its chart has', () => {
    if (defaults === undefined) return;
    const theirs = (parse(readFileSync(defaults, 'utf8')) ?? {}) as Values;
    const inside = dependenciesOf(defaults.replace(/values\.yaml$/, 'Chart.yaml'));
    for (const { component, values } of addOns) {
      const unknown = unknownKeys(values as Values, theirs, inside);
      expect(unknown.filter((key) => !COMMENTED.includes(`${component.name}: ${key}`))).toEqual([]);
    }
  });
});

/** Names under which a chart passes values on to the charts inside it. */
function dependenciesOf(file: string): string[] {
  const { dependencies = [] } = parse(readFileSync(file, 'utf8')) as {
    dependencies?: { name: string; alias?: string }[];
  };
  return dependencies.map(({ alias, name }) => alias ?? name);
}

test('the platforms install what the catalogue has a chart for', () => {
  expect([...addOnsByName().keys()]).toEqual(
    expect.arrayContaining([
      'amd-gpu-operator',
      'aws-efa-device-plugin',
      'aws-neuron',
      'cert-manager',
      'dex',
      'envoy-gateway',
      'envoy-gateway-crds',
      'external-dns',
      'external-secrets',
      'kata-deploy',
      'kueue',
      'node-feature-discovery',
      'nvidia-dra-driver',
      'nvidia-gpu-operator',
      'nvidia-network-operator',
    ]),
  );
});

describe('a key', () => {
  const defaults = {
    driver: { enabled: true, args: [], manager: { env: [] } },
    config: {},
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    name: '',
    inner: { known: 1 },
  };

  test.each<[string, Values]>([
    ['that the chart has', { driver: { enabled: false } }],
    ['of a map that the chart leaves empty', { config: { anything: { at: 'all' } } }],
    ['of a map that Kubernetes reads', { nodeSelector: { 'example.org/pool': 'a' } }],
    ['that is not set', { nothing: undefined }],
    ['of a chart inside', { inner: { other: 1 } }],
  ])('%s is accepted', (_, values) => {
    expect(unknownKeys(values, defaults, ['inner'])).toEqual([]);
  });

  test.each<[string, Values, string]>([
    ['that the chart does not have', { drivers: { enabled: true } }, 'drivers'],
    ['that it has elsewhere', { driver: { manager: { enabled: true } } }, 'driver.manager.enabled'],
    [
      'with a map for a single value',
      { driver: { enabled: { really: true } } },
      'driver.enabled (map instead of single value)',
    ],
    ['with a single value for a list', { driver: { args: '-v' } }, 'driver.args (single value instead of list)'],
    ['with a list for a map', { inner: ['other'] }, 'inner (list instead of map)'],
  ])('%s is refused', (_, values, path) => {
    expect(unknownKeys(values, defaults)).toEqual([path]);
  });
});

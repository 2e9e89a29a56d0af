import { App } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Accelerators } from '../../../constructs/accelerators/index.ts';
import { type KubernetesObject, manifestsOf } from '../../../constructs/core/index.ts';
import type { TargetFacts } from '../../../spec/facts.ts';
import { PlatformError } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { podOf } from './accelerators-sample.ts';

/** What of NVIDIA, AMD and the clouds' own makers a pool can be made of, on each target. */
const MACHINES: readonly (readonly [PlatformInput['target'], readonly Partial<PoolInput>[]])[] = [
  [TARGETS.aws, [{ instance: 'p5.48xlarge' }, { instance: 'g6e.12xlarge' }, { instance: 'trn1.32xlarge' }]],
  [TARGETS.gcp, [{ instance: 'a2-highgpu-1g' }, { instance: 'a3-ultragpu-8g' }, { instance: 'ct6e-standard-8t' }]],
  [TARGETS.azure, [{ instance: 'Standard_NC96ads_A100_v4' }, { instance: 'Standard_ND96isr_MI300X_v5' }]],
  [TARGETS.digitalocean, [{ instance: 'gpu-h100x8-640gb' }, { instance: 'gpu-mi300x8-1536gb' }]],
  [TARGETS.baremetal, [own('nvidia-h100-80gb'), own('amd-mi300x')]],
  [{ ...TARGETS.baremetal, distribution: 'clusterApi' }, [own('nvidia-h100-80gb'), own('amd-mi300x')]],
  [TARGETS.existing, [own('nvidia-h100-80gb'), own('amd-mi300x'), { instance: 'trn1.32xlarge' }]],
];

function own(accelerator: string): Partial<PoolInput> {
  return { machine: { accelerator, count: 8, vcpus: 192, memory: '2Ti', fabric: 'infiniband' } };
}

const SHARING: readonly PoolInput['sharing'][] = [
  { kind: 'whole' },
  { kind: 'partition', profile: '1g.10gb' },
  { kind: 'partition', profile: '1g.5gb' },
  { kind: 'partition', profile: 'cpx_nps1' },
  { kind: 'timeSlicing', replicas: 4 },
  { kind: 'mps', replicas: 4 },
];

/** Every pool that can be written for some machines: the rules decide which of them are accepted. */
function variants(machines: readonly Partial<PoolInput>[]): PoolInput[] {
  return machines.flatMap((machine) =>
    (['target', 'operator'] as const).flatMap((driver) =>
      (['devicePlugin', 'dra'] as const).flatMap((allocator) =>
        SHARING.map((sharing) => ({ name: 'pool', nodes: { min: 2, max: 2 }, ...machine, driver, allocator, sharing })),
      ),
    ),
  );
}

/** The room on a place, without the rest of a platform. */
interface Accepted {
  readonly facts: TargetFacts;
  readonly room: Accelerators;
  readonly objects: readonly KubernetesObject[];
}

/** The room as it is rendered, or nothing where a rule refuses the platform. */
function accepted(input: PlatformInput): Accepted | undefined {
  try {
    const { spec } = parsePlatform(input);
    const facts = targetFacts(spec);
    const room = new Accelerators(new App(), { spec, facts, spaces: [] });
    return { facts, room, objects: manifestsOf(room).map(({ object }) => object) };
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}

/** A node of each pool, as it joins the cluster. */
function nodesOf({ facts, room }: Accepted): Node[] {
  return facts.pools.map((pool) => ({
    pool: pool.name,
    vendor: pool.resource.split('/')[0] ?? '',
    facts: pool,
    kind: facts.kind,
    labels: {
      ...pool.nodeLabels,
      ...room.nodeLabels(pool.name),
    },
  }));
}

interface Node {
  readonly pool: string;
  readonly vendor: string;
  readonly kind: TargetFacts['kind'];
  readonly facts: TargetFacts['pools'][number];
  readonly labels: Readonly<Record<string, string>>;
}

/** What installs a driver on a node: what the place says, and every agent that would start there. */
function driversOn(node: Node, from: Accepted): string[] {
  const place = node.facts.driver === 'operator' || node.facts.driver === 'none' ? [] : [`place: ${node.facts.driver}`];
  return [
    ...place,
    ...(operandRuns(node, from, 'driver', 'driver') ? ['NVIDIA operator'] : []),
    ...(daemonsOn(node, from).includes('gke-driver-installer') ? ['installer of Google'] : []),
    ...deviceConfigsOn(node, from).flatMap(({ driver }) => (driver.enable ? ['AMD operator'] : [])),
  ];
}

/** What hands out the devices of a node. */
function allocatorsOn(node: Node, from: Accepted): string[] {
  const gke = node.kind === 'gcp' && node.labels['gke-no-default-nvidia-gpu-device-plugin'] !== 'true';
  return [
    ...(gke || (node.kind !== 'gcp' && node.facts.allocator === 'cloud') ? ['cloud'] : []),
    ...(operandRuns(node, from, 'device-plugin', 'devicePlugin') ? ['device plugin'] : []),
    ...(draRuns(node, from) ? ['DRA driver'] : []),
    ...deviceConfigsOn(node, from).flatMap(({ devicePlugin }) => (devicePlugin.enableDevicePlugin ? ['AMD'] : [])),
    ...(neuronRuns(node, from) ? ['Neuron'] : []),
  ];
}

/** Whether the NVIDIA operator starts one of its agents: it is on for the cluster, and no label of the node forbids it. */
function operandRuns(node: Node, from: Accepted, operand: string, key: string): boolean {
  const values = chart(from, 'nvidia-gpu-operator');
  if (values === undefined || node.vendor !== 'nvidia.com') return false;
  const { enabled } = values[key] as { enabled: boolean };
  const forbidden = ['operands', operand].some((each) => node.labels[`nvidia.com/gpu.deploy.${each}`] === 'false');
  return enabled && !forbidden;
}

function draRuns(node: Node, from: Accepted): boolean {
  const values = chart(from, 'nvidia-dra-driver');
  if (values === undefined) return false;
  return placed(node, values['kubeletPlugin'] as Placement);
}

function neuronRuns(node: Node, from: Accepted): boolean {
  return chart(from, 'aws-neuron') !== undefined && node.vendor === 'aws.amazon.com';
}

function daemonsOn(node: Node, from: Accepted): string[] {
  return from.objects
    .filter(({ kind }) => kind === 'DaemonSet')
    .filter((object) => placed(node, podOf<Placement>(object)))
    .map(({ metadata }) => metadata.name);
}

interface Placement {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity: {
    readonly nodeAffinity: {
      readonly requiredDuringSchedulingIgnoredDuringExecution: {
        readonly nodeSelectorTerms: readonly {
          readonly matchExpressions: readonly { readonly key: string; readonly values: readonly string[] }[];
        }[];
      };
    };
  };
}

/** Whether a pod of a placement runs on a node: all labels of the selector, and all of one term. */
function placed({ labels }: Node, { affinity, nodeSelector = {} }: Placement): boolean {
  const { nodeSelectorTerms } = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  const has = (key: string, values: readonly string[]) => values.some((value) => labels[key] === value);
  return (
    Object.entries(nodeSelector).every(([key, value]) => has(key, [value])) &&
    nodeSelectorTerms.some(({ matchExpressions }) => matchExpressions.every(({ key, values }) => has(key, values)))
  );
}

interface DeviceConfig {
  readonly selector: Readonly<Record<string, string>>;
  readonly driver: { readonly enable: boolean };
  readonly devicePlugin: { readonly enableDevicePlugin: boolean };
}

function deviceConfigsOn({ labels }: Node, from: Accepted): DeviceConfig[] {
  return from.objects
    .filter(({ kind }) => kind === 'DeviceConfig')
    .map((object) => object['spec'] as DeviceConfig)
    .filter(({ selector }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
}

function chart({ room }: Accepted, name: string): Record<string, unknown> | undefined {
  const found = room.addOns.find(({ component }) => component.name === name);
  return found?.values as Record<string, unknown> | undefined;
}

/** Every feature discovery that would start: our own, and the one inside each chart that is not switched off. */
function discoveries(from: Accepted): string[] {
  const bundled: [string, (values: Record<string, unknown>) => unknown][] = [
    ['nvidia-gpu-operator', (values) => values['nfd']],
    ['amd-gpu-operator', (values) => values['node-feature-discovery']],
    ['nvidia-network-operator', (values) => values['nfd']],
    ['kata-deploy', (values) => values['node-feature-discovery']],
  ];
  const inside = bundled.flatMap(([name, nfd]) => {
    const values = chart(from, name);
    return values !== undefined && (nfd(values) as { enabled: boolean } | undefined)?.enabled !== false ? [name] : [];
  });
  return [...inside, ...(chart(from, 'node-feature-discovery') === undefined ? [] : ['own'])];
}

const TITLES = MACHINES.map(
  ([target, machines]) =>
    [`${target.kind} ${'distribution' in target ? target.distribution : ''}`, target, machines] as const,
);

describe.each(TITLES)('on %s', (_, target, machines) => {
  const possible = variants(machines).filter((pool) => accepted(platformOn(target, pool)) !== undefined);
  const alone = possible.flatMap((pool) => accepted(platformOn(target, pool)) ?? []);
  const together = possible.flatMap((first, index) =>
    possible.slice(index).flatMap((second) => accepted(platformOn(target, first, { ...second, name: 'second' })) ?? []),
  );
  const platforms = [...alone, ...together];

  test('there are platforms to judge', () => {
    expect(alone.length).toBeGreaterThan(2);
    expect(together.length).toBeGreaterThan(alone.length);
  });

  test('each node with accelerators has exactly one owner of the driver', () => {
    for (const from of platforms)
      for (const node of nodesOf(from))
        expect([node.facts, driversOn(node, from)]).toEqual([node.facts, [expect.anything()]]);
  });

  test('each node with accelerators has exactly one that hands them out: never a device plugin and DRA', () => {
    for (const from of platforms)
      for (const node of nodesOf(from))
        expect([node.facts, allocatorsOn(node, from)]).toEqual([node.facts, [expect.anything()]]);
  });

  test('who owns it is who the facts say', () => {
    for (const from of platforms)
      for (const node of nodesOf(from)) {
        const { allocator } = node.facts;
        const [owner] = allocatorsOn(node, from);
        expect([node.facts, owner === 'cloud']).toEqual([node.facts, allocator === 'cloud']);
        expect([node.facts, owner === 'DRA driver']).toEqual([node.facts, allocator === 'draDriver']);
      }
  });

  test('there is at most one feature discovery', () => {
    for (const from of platforms) expect(discoveries(from).length).toBeLessThanOrEqual(1);
  });
});

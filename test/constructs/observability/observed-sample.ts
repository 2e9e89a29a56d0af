import type { Observed } from '../../../constructs/observability/rules/observed.ts';
import { OBSERVED_ROOMS } from '../../../constructs/observability/rules/rule.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { SMALL_EDGE } from '../../edge-sample.ts';
import { registryPlatform } from '../../registry-sample.ts';

const TRAIN = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti', usdPerHour: 55.04 } as const;

/** A platform that has everything which rules and dashboards know: pools of two kinds, two teams, endpoints, a budget. */
export function observedPlatform(change: Partial<PlatformInput> = {}): PlatformInput {
  return registryPlatform({
    pools: [
      { name: 'train', machine: { ...TRAIN, fabric: 'infiniband' }, nodes: { min: 2, max: 2 } },
      { name: 'cpu', machine: { vcpus: 32, memory: '128Gi', usdPerHour: 1.6 }, nodes: { min: 2, max: 3 } },
    ],
    teams: [
      {
        name: 'vision',
        groups: ['oidc:vision'],
        quota: { train: { guaranteed: 8, borrowable: 8 }, cpu: { guaranteed: 32 } },
        fabric: 'allowed',
        budget: { usdPerMonth: 2_000 },
      },
      { name: 'speech', groups: ['oidc:speech'], quota: { train: { guaranteed: 8 }, cpu: { guaranteed: 32 } } },
    ],
    training: { frameworks: ['torch'] },
    edge: SMALL_EDGE,
    serving: {
      endpoints: [
        { kind: 'classic', name: 'defects', team: 'vision', pool: 'cpu', format: 'sklearn' },
        { kind: 'language', name: 'assistant', team: 'speech', pool: 'train', shape: 'llama-3.1-8b' },
      ],
    },
    ...change,
  });
}

const EXPORTERS = [
  'cluster-autoscaler',
  'loki',
  'neuron-monitor',
  'npu-exporter',
  'opentelemetry-collector',
  'tempo',
  'tpu-device-plugin',
] as const;

/** What rules and dashboards of a platform are made from, with all rooms open unless others are named. */
export function observed(change: Partial<PlatformInput> = {}, rooms: Observed['rooms'] = OBSERVED_ROOMS): Observed {
  const { spec } = parsePlatform(observedPlatform(change));
  const facts = withStore(targetFacts(spec));
  return { spec, facts, rooms, exporters: EXPORTERS };
}

/** The sample has no store of secrets of its own. */
function withStore(facts: Observed['facts']): Observed['facts'] {
  const secretStore = { kind: 'aws', region: 'eu-west-1', prefix: 'lab' } as const;
  return facts.access === undefined ? facts : { ...facts, access: { ...facts.access, secretStore } };
}

/** The same platform where every alert is there: Karpenter and the cluster autoscaler, and accelerators of four makers. */
export function observedWithAll(): readonly Observed[] {
  const base = observed();
  const [train, cpu] = base.facts.pools;
  if (train === undefined || cpu === undefined) throw new Error('bug: the sample has two pools');
  const withAutoscaler = (autoscaler: 'karpenter' | 'clusterAutoscaler'): Observed => ({
    ...base,
    facts: { ...base.facts, pools: [train, { ...cpu, autoscaler }] },
  });
  return [
    withAutoscaler('karpenter'),
    withAutoscaler('clusterAutoscaler'),
    accelerated('amd-mi300x'),
    accelerated('huawei-ascend-910b'),
    accelerated('aws-trainium2'),
    observed({ delivery: { kind: 'flux', repository: 'https://git.example.org/lab.git', path: 'clusters/lab' } }),
  ];
}

function accelerated(accelerator: string): Observed {
  return observed({
    pools: [
      { name: 'train', machine: { ...TRAIN, accelerator }, nodes: { min: 2, max: 2 } },
      { name: 'cpu', machine: { vcpus: 32, memory: '128Gi' }, nodes: { min: 2, max: 3 } },
    ],
    serving: undefined,
  });
}

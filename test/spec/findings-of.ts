import { type Finding, PlatformError } from '../../spec/finding.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import type { TargetKind } from '../../spec/target.ts';

type PoolInput = PlatformInput['pools'][number];
type TeamInput = PlatformInput['teams'][number];

/** The smallest target of each kind. */
const TARGETS: { readonly [Kind in TargetKind]: Extract<PlatformInput['target'], { kind: Kind }> } = {
  aws: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  gcp: { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4' },
  azure: { kind: 'azure', subscription: '00000000-0000-4000-8000-000000000001', region: 'westeurope' },
  digitalocean: { kind: 'digitalocean', team: 'atlas', region: 'ams3' },
  baremetal: { kind: 'baremetal', site: 'fra1' },
  existing: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium', apiServer: ['10.0.0.10/32'] },
};

/** Nodes with eight H100 of each place. */
const NODES: { readonly [Kind in TargetKind]: Pick<PoolInput, 'instance' | 'machine'> } = {
  aws: { instance: 'p5.48xlarge' },
  gcp: { instance: 'a3-highgpu-8g' },
  azure: { instance: 'Standard_ND96isr_H100_v5' },
  digitalocean: { instance: 'gpu-h100x8-640gb' },
  baremetal: { instance: 'generic-h100-hgx-8' },
  existing: {
    machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti', fabric: 'infiniband' },
  },
};

/** The pool `train` of a target, with something changed. */
export function poolOn(kind: TargetKind, change: Partial<PoolInput> = {}): PoolInput {
  return { name: 'train', ...NODES[kind], nodes: { max: 4 }, ...change };
}

/** The team `vision` with eight units of the pool `train`, with something changed. */
export function team(change: Partial<TeamInput> = {}): TeamInput {
  return { name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 8 } }, ...change };
}

/** A platform of one pool and one team that is right, with something changed. */
export function platformOn<Kind extends TargetKind>(
  kind: Kind,
  change: Omit<Partial<PlatformInput>, 'target'> & {
    target?: Partial<Extract<PlatformInput['target'], { kind: Kind }>>;
  } = {},
): PlatformInput {
  return {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'Platform',
    metadata: { name: 'atlas' },
    pools: [poolOn(kind)],
    teams: [team()],
    delivery: { kind: 'plain' },
    ...change,
    target: { ...TARGETS[kind], ...change.target } as PlatformInput['target'],
  };
}

/** Everything found about what a user wrote, errors and warnings. */
export function findingsOf(input: unknown): readonly Finding[] {
  try {
    return parsePlatform(input).findings;
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

/** What was found, as `level CODE at`: short enough to compare exactly. */
export function verdict(input: unknown): string[] {
  return findingsOf(input).map(({ at, code, level }) => `${level} ${code} at ${at}`);
}

/** Problem and fix of the only finding with a code; fails the test where there is none, or more. */
export function textOf(input: unknown, code: string): string {
  const found = findingsOf(input).filter((finding) => finding.code === code);
  if (found.length !== 1) throw new Error(`${found.length} findings ${code}, not 1`);
  return `${found[0]?.problem}; ${found[0]?.fix}`;
}

import type { PlatformInput } from '../../../spec/platform.ts';
import type { TargetKind } from '../../../spec/target.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';

type AccessInput = NonNullable<PlatformInput['access']>;

/** A way in that is right on every target. */
export const ACCESS: AccessInput = {
  domain: 'ml.example.org',
  signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
  admins: ['oidc:platform'],
};

const MACHINE = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
const INSTANCE: Readonly<Record<TargetKind, Pick<PoolInput, 'instance' | 'machine'>>> = {
  aws: { instance: 'p5.48xlarge' },
  gcp: { instance: 'a3-ultragpu-8g' },
  azure: { instance: 'Standard_ND96isr_H100_v5' },
  digitalocean: { instance: 'gpu-h100x8-640gb' },
  baremetal: { machine: MACHINE },
  existing: { machine: MACHINE },
};

/** A platform with a way in on a target, with something changed. */
export function withAccess(
  kind: TargetKind,
  access: Partial<AccessInput> = {},
  more: Partial<PlatformInput> = {},
): PlatformInput {
  const target = kind === 'baremetal' ? { ...TARGETS.baremetal, loadBalancers: '10.40.200.0/24' } : TARGETS[kind];
  const pool: PoolInput = { name: 'train', nodes: { min: 2, max: 2 }, ...INSTANCE[kind] };
  return { ...platformOn(target, pool), access: { ...ACCESS, ...access }, ...more };
}

import { CustomResource, log } from '@pulumi/pulumi';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { PlatformInput } from '../../spec/platform.ts';
import { deletionOf } from '../../stacks/deletion.ts';
import { infrastructure, wholeEnvironment } from '../../stacks/environment.ts';
import type { EnvironmentArgs } from '../../stacks/environment-args.ts';
import type { OwnPart } from '../../stacks/own-part.ts';
import { onGcp } from './gcp/gcp-sample.ts';
import { environmentOf, the } from './recorded-stack.ts';
import { type Registered, recorded } from './recording.ts';
import { type PoolInput, platformOn, TARGETS } from './target-sample.ts';

const PULUMI = { delivery: { kind: 'pulumi' } } as const;
const two = { min: 2, max: 4 };

function onCloud(kind: 'aws' | 'azure' | 'digitalocean', ...pools: PoolInput[]): PlatformInput {
  return { ...platformOn(TARGETS[kind], ...pools), ...PULUMI };
}

const aws = onCloud(
  'aws',
  { name: 'train', instance: 'p5.48xlarge', nodes: two, zones: ['eu-west-1a'] },
  { name: 'cpu', instance: 'm7i.4xlarge', nodes: two },
);

/** What is registered when some names are allowed. */
function allowing(input: PlatformInput, names: readonly string[] = [], rest: Partial<EnvironmentArgs> = {}) {
  return recorded(() => wholeEnvironment({ ...environmentOf(input), allowed: new Set(names), ...rest }));
}

function isProtected(registered: readonly Registered[], type: string, name: string): boolean {
  return the(registered, type, name).protect;
}

const GROUP = 'aws:eks/nodeGroup:NodeGroup';
const BUCKET = 'aws:s3/bucket:Bucket';
const KARPENTER = 'kubernetes:karpenter.sh/v1:NodePool';

describe('pools of accelerators', () => {
  test.each<readonly [string, PlatformInput, string]>([
    ['AWS', aws, GROUP],
    ['Google Cloud', onGcp({ name: 'train' }), 'gcp:container/nodePool:NodePool'],
    [
      'Azure',
      onCloud('azure', { name: 'train', instance: 'Standard_ND96isr_H100_v5', nodes: two }),
      'azure-native:containerservice:AgentPool',
    ],
    [
      'DigitalOcean',
      onCloud('digitalocean', { name: 'train', instance: 'gpu-h100x8-640gb', nodes: two }),
      'digitalocean:index/kubernetesNodePool:KubernetesNodePool',
    ],
  ])('are neither replaced nor deleted on %s, until they are allowed by name', async (_, input, type) => {
    expect(isProtected(await allowing(input), type, 'atlas-prod-pools-train')).toBe(true);
    expect(isProtected(await allowing(input, ['train']), type, 'atlas-prod-pools-train')).toBe(false);
  });

  test('are as safe where only Karpenter adds machines', async () => {
    expect(isProtected(await allowing(aws), KARPENTER, 'NodePool:train')).toBe(true);
    expect(isProtected(await allowing(aws), KARPENTER, 'NodePool:cpu')).toBe(false);
    expect(isProtected(await allowing(aws, ['train']), KARPENTER, 'NodePool:train')).toBe(false);
  });

  test('are told from other pools, and from the machines of the platform', async () => {
    const registered = await allowing(aws);
    expect(isProtected(registered, GROUP, 'atlas-prod-pools-cpu')).toBe(false);
    expect(isProtected(registered, GROUP, 'atlas-prod-pools-plinth-system')).toBe(false);
  });

  test('go with an ephemeral environment', async () => {
    const registered = await allowing(aws, [], { deletion: 'ephemeral' });
    expect(registered.filter(({ protect }) => protect)).toEqual([]);
  });
});

describe('data', () => {
  const name = 'atlas-prod-storage-bucket-vision';

  test('is let go by the name of its resource, and by no other', async () => {
    const bucket = async (...names: string[]) => {
      const { protect, retainOnDelete } = the(await allowing(aws, names), BUCKET, name);
      return [protect, retainOnDelete];
    };
    expect(await bucket()).toEqual([true, true]);
    expect(await bucket('train', 'vision')).toEqual([true, true]);
    expect(await bucket(name)).toEqual([false, false]);
  });

  test('is let go as a whole by the name of the cluster', () => {
    expect(deletionOf('atlas-prod', new Set(['atlas-prod', 'train']))).toBe('ephemeral');
    expect(deletionOf('atlas-prod', new Set(['atlas', 'train']))).toBe('protected');
  });
});

describe('a commitment', () => {
  class Reservation extends CustomResource {}
  const buys: OwnPart = ({ parent }) => {
    new Reservation('aws:ec2/capacityReservation:CapacityReservation', 'extra', { instanceCount: 1 }, { parent });
    return undefined;
  };

  test('is not bought, and nothing after it registered', async () => {
    const registered: Registered[] = [];
    const args = { ...environmentOf(aws), own: [buys] };
    await expect(recorded(() => infrastructure(args), { registered })).rejects.toThrow(
      /STACK_COMMITMENT_NOT_ALLOWED at extra: .*plinth:allow\[0\]' extra/,
    );
    expect(registered.map(({ name }) => name)).not.toContain('extra');
  });

  test('is bought once it is allowed by name, whether the environment is protected or not', async () => {
    const registered = await allowing(aws, ['extra'], { own: [buys] });
    expect(registered.map(({ name }) => name)).toContain('extra');
    await expect(allowing(aws, [], { own: [buys], deletion: 'ephemeral' })).rejects.toThrow('STACK_COMMITMENT');
  });
});

describe('an allowed name that means nothing', () => {
  let said: string[];
  beforeAll(() => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(async (text) => void said.push(text));
    return () => warn.mockRestore();
  });

  test('is reminded of, and one that does is not', async () => {
    said = [];
    await allowing(aws, ['train', 'atlas-prod-cluster', 'trian']);
    expect(said).toEqual([expect.stringMatching(/^STACK_ALLOW_UNUSED at plinth:allow: nothing is called trian;/)]);
  });
});

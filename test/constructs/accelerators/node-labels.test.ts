import { describe, expect, test } from 'vitest';
import { acceleratorNodeLabels } from '../../../constructs/accelerators/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { rendered } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { h100, labelsOf, machine, onExisting, renderedWith } from './accelerators-sample.ts';

const NOT_DRIVER = { 'nvidia.com/gpu.deploy.driver': 'false' };
const NOT_TOOLKIT = { 'nvidia.com/gpu.deploy.container-toolkit': 'false' };
const NOTHING = { 'nvidia.com/gpu.deploy.device-plugin': 'false', 'nvidia.com/gpu.deploy.operands': 'false' };
const CLAIMED = { 'nvidia.com/dra-kubelet-plugin': 'true' };

describe('nodes of NVIDIA pools', () => {
  test.each<[string, Partial<PoolInput>, Record<string, string>]>([
    ['with a driver of their own', {}, NOT_DRIVER],
    ['whose driver the operator brings', { driver: 'operator' }, {}],
    [
      'whose pods take turns',
      { sharing: { kind: 'timeSlicing', replicas: 4 } },
      { 'nvidia.com/device-plugin.config': 'train', ...NOT_DRIVER },
    ],
    [
      'whose pods run side by side',
      { sharing: { kind: 'mps', replicas: 4 }, driver: 'operator' },
      { 'nvidia.com/device-plugin.config': 'train' },
    ],
    [
      'that are cut',
      { sharing: { kind: 'partition', profile: '1g.10gb' } },
      { ...NOT_DRIVER, 'nvidia.com/mig.config': 'train' },
    ],
    ['whose devices are claimed', { allocator: 'dra' }, { ...CLAIMED, ...NOTHING }],
    [
      'whose devices are claimed and whose driver the operator brings',
      { allocator: 'dra', driver: 'operator' },
      {
        ...CLAIMED,
        'nvidia.com/gpu.deploy.container-toolkit': 'false',
        'nvidia.com/gpu.deploy.dcgm': 'false',
        'nvidia.com/gpu.deploy.dcgm-exporter': 'false',
        'nvidia.com/gpu.deploy.device-plugin': 'false',
        'nvidia.com/gpu.deploy.gpu-feature-discovery': 'false',
        'nvidia.com/gpu.deploy.mig-manager': 'false',
        'nvidia.com/gpu.deploy.operator-validator': 'false',
      },
    ],
  ])('%s', (_, change, labels) => {
    expect(labelsOf(onExisting({ ...h100, ...change }), 'train')).toEqual(labels);
  });

  test('whose image brings the toolkit do without the operator’s', () => {
    const input = platformOn(TARGETS.aws, { name: 'train', instance: 'p5.48xlarge', nodes: { min: 2, max: 2 } });
    expect(labelsOf(input, 'train')).toEqual({ ...NOT_TOOLKIT, ...NOT_DRIVER });
    expect(labelsOf(renderedWith(input, { containerToolkit: 'operator' }), 'train')).toEqual(NOT_DRIVER);
  });

  test('that the cloud serves keep the operator away, should another pool bring it', () => {
    const input = platformOn(TARGETS.gcp, { name: 'train', instance: 'a3-ultragpu-8g', nodes: { min: 2, max: 2 } });
    expect(labelsOf(input, 'train')).toEqual(NOTHING);
  });

  test('on GKE do without GKE’s device plugin where their devices are claimed', () => {
    const input = platformOn(TARGETS.gcp, {
      name: 'train',
      instance: 'a3-ultragpu-8g',
      nodes: { min: 2, max: 2 },
      allocator: 'dra',
    });
    expect(labelsOf(input, 'train')).toEqual({
      'gke-no-default-nvidia-gpu-device-plugin': 'true',
      ...CLAIMED,
      ...NOTHING,
    });
  });

  test('are labelled in alphabetical order', () => {
    const labels = Object.keys(labelsOf(onExisting({ ...h100, allocator: 'dra', driver: 'operator' }), 'train'));
    expect(labels).toEqual([...labels].sort());
  });
});

describe('nodes of other pools', () => {
  const amd = { ...machine, accelerator: 'amd-mi300x' };

  test('of AMD name the profile that they are cut by', () => {
    const input = onExisting({ ...h100, machine: amd, sharing: { kind: 'partition', profile: 'cpx_nps1' } });
    expect(labelsOf(input, 'train')).toEqual({ 'dcm.amd.com/gpu-config-profile': 'train' });
  });

  test.each([
    ['AMD with whole devices', onExisting({ ...h100, machine: amd })],
    ['Trainium', platformOn(TARGETS.aws, { name: 'train', instance: 'trn1.32xlarge', nodes: { min: 1, max: 1 } })],
    ['TPU', platformOn(TARGETS.gcp, { name: 'train', instance: 'ct6e-standard-8t', nodes: { min: 1, max: 1 } })],
  ])('of %s need none', (_, input) => {
    expect(labelsOf(input, 'train')).toEqual({});
  });

  test('without accelerators need none, and neither does a pool that is not there', () => {
    const cpu: PoolInput = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 1, max: 1 } };
    expect(labelsOf(onExisting(h100, cpu), 'cpu')).toEqual({});
    expect(labelsOf(onExisting(h100), 'nowhere')).toEqual({});
  });
});

test('labels are known without rendering anything, so that stacks can set them', () => {
  const input = onExisting(h100, { ...h100, name: 'claimed', allocator: 'dra' });
  const { spec } = parsePlatform(input);
  const labels = acceleratorNodeLabels({ spec, facts: targetFacts(spec) });
  const room = rendered(input).platform.accelerators;
  expect([...labels.keys()]).toEqual(['train', 'claimed']);
  for (const [pool, expected] of labels) expect(room?.nodeLabels(pool)).toEqual(expected);
});

import { describe, expect, test } from 'vitest';
import { type Accelerator, accelerators, VENDORS } from '../../catalog/index.ts';

const all: readonly (readonly [string, Accelerator])[] = Object.entries(accelerators);

/** Models that their makers document as divisible: NVIDIA's MIG user guide, AMD's partition guides. */
const DIVISIBLE = /a100|h100|h200|b200|b300|gb200|gb300|rtx-pro|amd-mi3/;
const NOT_DIVISIBLE_IN_CONFIDENTIAL_MODE = 'nvidia-h100-nvl-confidential';

/** Profile names round the memory of a slice up. */
const ROUNDING = 1.03;

describe('The accelerator table', () => {
  test.each(all)('names %s in kebab case after its vendor', (name, { vendor }) => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(name.split('-')[0]).toBe(vendor);
  });

  test('has a model of every vendor', () => {
    expect(new Set(all.map(([, { vendor }]) => vendor))).toEqual(new Set(VENDORS));
  });

  test('counts the devices of one vendor by one resource', () => {
    const resources = new Set(all.map(([, { vendor, resource }]) => `${vendor} ${resource}`));
    expect([...resources].sort()).toEqual([
      'amd amd.com/gpu',
      'aws aws.amazon.com/neuron',
      'google google.com/tpu',
      'huawei huawei.com/Ascend910',
      'nvidia nvidia.com/gpu',
    ]);
  });
});

describe('The partitions of accelerators', () => {
  test('exist for the models that are documented as divisible, and for no other', () => {
    const divided = all.filter(([, { partitions }]) => Object.keys(partitions).length > 0).map(([name]) => name);
    const expected = all
      .map(([name]) => name)
      .filter((name) => DIVISIBLE.test(name) && name !== NOT_DIVISIBLE_IN_CONFIDENTIAL_MODE);
    expect(divided).toEqual(expected);
  });

  test('do not exist for T4, A10G, L4, L40S and V100', () => {
    const whole = ['nvidia-t4', 'nvidia-a10g', 'nvidia-l4', 'nvidia-l40s', 'nvidia-v100-32gb'] as const;
    expect(whole.map((name) => accelerators[name].partitions)).toEqual(whole.map(() => ({})));
  });

  test('never take more slices than a GPU has', () => {
    const slices = all.flatMap(([name, { vendor, partitions }]) =>
      vendor === 'nvidia'
        ? Object.entries(partitions).map(([profile, count]) => ({ name, used: Number(profile.split('g.')[0]) * count }))
        : [],
    );
    expect(slices.length).toBeGreaterThan(60);
    expect(slices.filter(({ used }) => !(used <= 7))).toEqual([]);
  });

  test('never take more memory than a GPU has', () => {
    const memory = all.flatMap(([name, { vendor, memoryGib, partitions }]) =>
      vendor === 'nvidia' && memoryGib !== undefined
        ? Object.entries(partitions).map(([profile, count]) => ({
            name,
            profile,
            excess: Number(/\.(\d+)gb$/.exec(profile)?.[1]) * count - memoryGib * ROUNDING,
          }))
        : [],
    );
    expect(memory.filter(({ excess }) => !(excess <= 0))).toEqual([]);
  });

  test('are named on AMD models as their device plugin does, with the count of their compute mode', () => {
    const counts: Record<string, number> = { spx: 1, dpx: 2, qpx: 4, cpx: 8 };
    const partitions = all
      .filter(([, { vendor }]) => vendor === 'amd')
      .flatMap(([, a]) => Object.entries(a.partitions));
    for (const [profile, count] of partitions) {
      expect(profile).toMatch(/^[sdqc]px_nps[124]$/);
      expect(count).toBe(counts[profile.slice(0, 3)]);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { bestInterval, goodput } from '../../../spec/goodput.ts';
import type { DurationText, Seconds } from '../../../spec/units.ts';
import { platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

/** Accelerator-seconds between two failures: 419 unexpected stops of 16,384 GPUs in 54 days. */
const LLAMA = ((54 * 86_400 * 16_384) / 419) as Seconds;

describe('useful time of a large job', () => {
  test.each([
    [16_384, 10, 300, 93.1],
    [16_384, 30, 300, 90.0],
    [16_384, 60, 600, 84.2],
    [16_384, 300, 900, 68.7],
    [1_024, 10, 300, 98.8],
    [1_024, 30, 300, 98.0],
    [1_024, 60, 600, 97.1],
    [1_024, 300, 900, 93.7],
  ])(
    'of %d accelerators with a stall of %d s and a restart of %d s is %d %%',
    (accelerators, stall, restart, expected) => {
      const faults = {
        accelerators,
        stall: stall as Seconds,
        restart: restart as Seconds,
        meanTimeBetweenFailures: LLAMA,
      };
      const { useful } = goodput({ ...faults, every: bestInterval(faults) });
      expect((useful * 100).toFixed(1)).toBe(expected.toFixed(1));
    },
  );

  test('is best at the best interval', () => {
    const faults = {
      accelerators: 4_096,
      stall: 30 as Seconds,
      restart: 300 as Seconds,
      meanTimeBetweenFailures: LLAMA,
    };
    const best = bestInterval(faults);
    const at = (every: number) => goodput({ ...faults, every: every as Seconds }).useful;
    expect(at(best)).toBeGreaterThan(at(best * 1.2));
    expect(at(best)).toBeGreaterThan(at(best / 1.2));
  });

  test('is never below nothing, and its parts are the whole', () => {
    const hopeless = goodput({
      accelerators: 1e5,
      stall: 60 as Seconds,
      restart: 900 as Seconds,
      meanTimeBetweenFailures: 3_600 as Seconds,
      every: 600 as Seconds,
    });
    expect(hopeless.useful).toBe(0);
    const { checkpointing, recomputing, restarting, useful } = goodput({
      accelerators: 512,
      stall: 30 as Seconds,
      restart: 300 as Seconds,
      meanTimeBetweenFailures: LLAMA,
      every: 900 as Seconds,
    });
    expect(checkpointing + recomputing + restarting + useful).toBeCloseTo(1, 12);
  });
});

describe('training', () => {
  const large = (largestGang: number, every: DurationText = '15m') =>
    platformOn('aws', {
      pools: [poolOn('aws', { nodes: { max: 3_000 } })],
      teams: [team({ quota: { train: { guaranteed: 24_000 } } })],
      training: { largestGang, checkpoints: { every } },
    });

  test('warns where the largest job would train less than 90 % of its time, with the sum and the better interval', () => {
    expect(verdict(large(1_024))).toEqual([]);
    const input = large(8_192, '1h');
    expect(verdict(input)).toEqual(['warning TRAINING_GOODPUT_LOW at training.checkpoints.every']);
    expect(textOf(input, 'TRAINING_GOODPUT_LOW')).toBe(
      'a job of 8192 accelerators (training.largestGang) would train 89.6 % of its time, less than 90.0 %: ' +
        'one stops every 50000h, so the job every 21973s, checkpoints 30s / 3600s = 0.8 %, ' +
        'work lost 3600s / (2 × 21973s) = 8.2 %, restarts 300s / 21973s = 1.4 %; ' +
        'set training.checkpoints.every to 19m: the best interval is 19m, with 93.4 %',
    );
  });

  test('says what else would help where no interval is enough', () => {
    expect(textOf(large(24_000), 'TRAINING_GOODPUT_LOW')).toMatch(
      /the best interval is \d+m, with 8\d\.\d %; shorten checkpoints\.stall \(30s\) or restart \(5m\), or train on fewer accelerators$/,
    );
  });

  test('takes the largest quota on whole accelerators where the spec does not say', () => {
    const input = platformOn('aws', {
      pools: [poolOn('aws', { nodes: { max: 3_000 } })],
      teams: [team({ quota: { train: { guaranteed: 8, borrowable: 20_000 } } })],
      training: {},
    });
    expect(textOf(input, 'TRAINING_GOODPUT_LOW')).toContain(
      'a job of 20008 accelerators (quota of team vision on pool train)',
    );
    const single = [team({ quota: { train: { guaranteed: 8, borrowable: 20_000, scheduling: 'single' } } })];
    expect(verdict({ ...input, teams: single })).toEqual([]);
  });

  test('is not judged where there is none', () => {
    expect(verdict({ ...large(24_000), training: undefined })).toEqual([]);
  });

  test('warns of a largest job that no team may ever start', () => {
    const input = platformOn('aws', { training: { largestGang: 9 } });
    expect(verdict(input)).toEqual(['warning TRAINING_GANG_UNREACHABLE at training.largestGang']);
    expect(textOf(input, 'TRAINING_GANG_UNREACHABLE')).toContain('the most is 8 (quota of team vision on pool train)');
    expect(verdict(platformOn('aws', { training: { largestGang: 8 } }))).toEqual([]);
  });

  test.each([
    ['digitalocean', 'gpu-h100x8-640gb', 16, ['warning TRAINING_FABRIC_NONE at pools[0].instance']],
    ['digitalocean', 'gpu-h100x8-640gb', 8, []],
    ['azure', 'Standard_ND96is_H100_v5', 16, ['warning TRAINING_FABRIC_NONE at pools[0].instance']],
    ['azure', 'Standard_ND96isr_H100_v5', 16, []],
    ['aws', 'p5.48xlarge', 16, []],
    ['gcp', 'ct5lp-hightpu-4t', 16, []],
  ] as const)('over several nodes on %s %s with %d accelerators', (kind, instance, guaranteed, expected) => {
    const teams = [team({ quota: { train: { guaranteed } } })];
    expect(verdict(platformOn(kind, { pools: [poolOn(kind, { instance })], teams, training: {} }))).toEqual(expected);
  });

  test('over several nodes needs no fabric where jobs start pod by pod, or nobody trains', () => {
    const pools = [poolOn('digitalocean', { instance: 'gpu-h100x8-640gb' })];
    const single = [team({ quota: { train: { guaranteed: 16, scheduling: 'single' } } })];
    expect(verdict(platformOn('digitalocean', { pools, teams: single, training: {} }))).toEqual([]);
    const gang = [team({ quota: { train: { guaranteed: 16 } } })];
    expect(verdict(platformOn('digitalocean', { pools, teams: gang }))).toEqual([]);
  });

  test('names the machine where the pool describes one', () => {
    const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
    const input = platformOn('existing', {
      pools: [poolOn('existing', { machine })],
      teams: [team({ quota: { train: { guaranteed: 16 } } })],
      training: {},
    });
    expect(verdict(input)).toEqual(['warning TRAINING_FABRIC_NONE at pools[0].machine']);
  });
});

describe('the volume of checkpoints', () => {
  const on = (kind: 'aws' | 'digitalocean' | 'existing', storage: '1Ti' | '512Gi', target = {}, training = {}) =>
    platformOn(kind, { training, target, teams: [team({ limits: { storage } })] });

  test('fits into the volumes that each team may have', () => {
    expect(verdict(on('aws', '1Ti'))).toEqual([]);
    const input = on('aws', '512Gi');
    expect(verdict(input)).toEqual(['error TEAM_STORAGE_CHECKPOINTS at teams[0].limits.storage']);
    expect(textOf(input, 'TEAM_STORAGE_CHECKPOINTS')).toBe(
      'volumes of team vision may be 512Gi in all, but training.checkpoints.volume asks for 1Ti; raise it to 1Ti or more, or lower training.checkpoints.volume',
    );
    expect(verdict(on('aws', '512Gi', {}, { checkpoints: { volume: '512Gi' } }))).toEqual([]);
  });

  test('is not made where the cluster has no storage of many nodes, or nobody trains', () => {
    expect(verdict(on('existing', '512Gi'))).toEqual([]);
    expect(verdict(on('digitalocean', '512Gi'))).toEqual([]);
    expect(verdict(on('existing', '512Gi', { storage: { shared: 'cephfs' } }))).toEqual([
      'error TEAM_STORAGE_CHECKPOINTS at teams[0].limits.storage',
    ]);
    expect(verdict(platformOn('aws', { teams: [team({ limits: { storage: '512Gi' } })] }))).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { definePlatform } from '../../spec/define-platform.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';

const written = definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas', environment: 'prod' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1', kubernetes: '1.36' },
  pools: [
    {
      name: 'train-h100',
      instance: 'p5.48xlarge',
      nodes: { min: 0, max: 16 },
      capacity: { kind: 'capacityBlock', reservation: 'cr-0123' },
    },
    {
      name: 'serve-l40s',
      instance: 'g6e.12xlarge',
      nodes: { min: 1, max: 8 },
      sharing: { kind: 'timeSlicing', replicas: 4 },
    },
  ],
  teams: [
    {
      name: 'vision',
      groups: ['oidc:vision'],
      quota: {
        'train-h100': { guaranteed: 64, borrowable: 64 },
        'serve-l40s': { guaranteed: 8, scheduling: 'single' },
      },
      budget: { usdPerMonth: 120_000 },
      limits: { storage: '5Ti' },
    },
  ],
  training: { frameworks: ['torch', 'jax', 'mpi', 'ray'], checkpoints: { every: '15m', keep: 3 } },
  delivery: { kind: 'flux', repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' },
  components: { kueue: { version: '0.19.2' } },
});

const YAML = `
apiVersion: plinth.dev/v1alpha1
kind: Platform
metadata: { name: atlas, environment: prod }
target: { kind: aws, account: "111122223333", region: eu-west-1, kubernetes: "1.36" }
pools:
  - name: train-h100
    instance: p5.48xlarge
    nodes: { min: 0, max: 16 }
    capacity: { kind: capacityBlock, reservation: cr-0123 }
  - name: serve-l40s
    instance: g6e.12xlarge
    nodes: { min: 1, max: 8 }
    sharing: { kind: timeSlicing, replicas: 4 }
teams:
  - name: vision
    groups: [oidc:vision]
    quota: { train-h100: { guaranteed: 64, borrowable: 64 }, serve-l40s: { guaranteed: 8, scheduling: single } }
    budget: { usdPerMonth: 120000 }
    limits: { storage: 5Ti }
training: { frameworks: [torch, jax, mpi, ray], checkpoints: { every: 15m, keep: 3 } }
delivery: { kind: flux, repository: "https://git.example.org/atlas.git", path: clusters/prod }
components: { kueue: { version: 0.19.2 } }
`;

describe('a platform written in TypeScript', () => {
  test('is the same spec as the one written in YAML, and neither has findings', () => {
    const fromProgram = parsePlatform(written);
    expect(fromProgram).toEqual(parsePlatform(parse(YAML)));
    expect(fromProgram.findings).toEqual([]);
    expect(fromProgram.spec.training?.checkpoints.every).toBe(900);
    expect(fromProgram.spec.teams[0]?.limits.storage).toBe(5_120);
  });

  test('comes back as it was given, so that the command line parses it once', () => {
    expect(written).toEqual(parse(YAML));
    const input = { ...written };
    expect(definePlatform(input as Parameters<typeof definePlatform>[0])).toBe(input);
  });

  test('is frozen and complete once parsed', () => {
    const { spec } = parsePlatform(written);
    expect(Object.isFrozen(spec.pools[0]?.nodes)).toBe(true);
    expect(spec.queueing.priorities.map(({ name }) => name)).toEqual(['low', 'normal', 'high']);
    expect(spec.pools[0]?.sharing).toEqual({ kind: 'whole' });
  });
});

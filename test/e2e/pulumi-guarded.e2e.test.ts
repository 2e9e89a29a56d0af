import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { onAws } from '../stacks/aws/aws-sample.ts';
import { cluster, findsNothingToDo } from './pulumi-cluster.ts';
import { writePlatform } from './pulumi-platform.ts';
import { type Environment, PulumiProject } from './pulumi-project.ts';

let project: PulumiProject;
const planes: ControlPlane[] = [];

beforeAll(async () => {
  await buildEngines(['core', 'tools']);
  project = await PulumiProject.create();
}, 3_600_000);
afterAll(async () => {
  await Promise.all(planes.map((plane) => plane.stop()));
  await project?.remove();
});

describe('an environment whose spec would lose accelerators and data', () => {
  const PLAIN = { delivery: { kind: 'plain' } } as const;
  const SPOT = { capacity: { kind: 'spot' } } as const;
  const BUCKET = 'atlas-prod-storage-bucket-speech';
  const speech = { name: 'speech', groups: ['oidc:speech'], quota: { train: { guaranteed: 0 } } };
  const input = (pool: Parameters<typeof onAws>[0], ...more: PlatformInput['teams']): PlatformInput => {
    const aws = onAws(pool);
    return { ...aws, ...PLAIN, teams: [...aws.teams, ...more] };
  };
  let plane: ControlPlane;
  let environment: Environment;
  const write = (platform: PlatformInput) => writePlatform(project.path('guarded'), platform);
  const namesOf = (urns: readonly string[] = []) => urns.map((urn) => urn.split('::').at(-1));

  beforeAll(async () => {
    plane = await cluster(planes);
    await write(input({}, speech));
    const plain = { 'plinth:spec': 'guarded/platform.yaml', 'plinth:layer': 'infrastructure' };
    environment = await project.stack('guarded', plane.kubeconfig, { plain });
    const { code, words } = await environment.run('up');
    expect(code, words).toBe(0);
  });

  test('is left in peace by the next preview', () => findsNothingToDo(environment, 'preview'));

  test('is refused at the preview with a finding in the spec’s own words, and nothing is touched', async () => {
    await write(input(SPOT));
    const before = environment.things();
    for (const verb of ['preview', 'up'] as const) {
      const { code, steps, words } = await environment.run(verb);
      expect(code).not.toBe(0);
      expect(words).toMatch(/platform.yaml:\d+:\d+ STACK_POOL_REPLACED at pools\[0\]: pool train .*spot/);
      expect(words).toMatch(
        /platform.yaml:\d+:\d+ STACK_DATA_DELETED at teams: data of atlas-prod-storage-bucket-speech/,
      );
      expect(words).not.toContain('unable to replace');
      expect(steps).toEqual({});
    }
    expect(environment.things()).toEqual(before);
  });

  test('makes the pool anew once it is allowed by name', async () => {
    await write(input(SPOT, speech));
    await environment.must('config', 'set', '--path', 'plinth:allow[0]', 'train');
    const { code, steps, words } = await environment.run('up');
    expect(code, words).toBe(0);
    expect(namesOf(steps['replace'])).toEqual(['atlas-prod-pools-train']);
  });

  test('lets the bucket go once it was allowed while it was still there', async () => {
    await environment.must('config', 'set', '--path', 'plinth:allow[1]', BUCKET);
    expect(await environment.run('up')).toMatchObject({ code: 0 });
    await write(input(SPOT));
    const { code, steps, words } = await environment.run('up');
    expect(code, words).toBe(0);
    expect(namesOf(steps['delete'])).toContain(BUCKET);
  });
});

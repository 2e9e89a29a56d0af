import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEPT } from '../../constructs/tenancy/kept.ts';
import { standInKinds } from '../../rehearsal/apply/stand-in-kinds.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { describeObject, type KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { isWithinCluster } from '../../stacks/object-kinds.ts';
import { loadPlatform } from '../../workspace/platform-file.ts';
import { samplePlatform } from '../sample.ts';
import { TALOS_KEY } from './providers/cloud-answers.ts';
import { CLOUDS, PASSWORD } from './pulumi-clouds.ts';
import { cluster, findsNothingToDo } from './pulumi-cluster.ts';
import { CHART_SECRET, writePlatform } from './pulumi-platform.ts';
import { type Environment, PulumiProject } from './pulumi-project.ts';
import { argoCd, difference, inState, isObject, isOfCloud, present, texts } from './pulumi-views.ts';

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

const CPU = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } } as const;

function team(name: string, guaranteed = 8) {
  return { name, groups: [`oidc:${name}`], quota: { cpu: { guaranteed, borrowable: 8 } } };
}

function small(...teams: PlatformInput['teams']): PlatformInput {
  return samplePlatform({ pools: [CPU], teams, delivery: { kind: 'pulumi' } });
}

async function existing(name: string, plane: ControlPlane): Promise<Environment> {
  return project.stack(name, plane.kubeconfig, {
    plain: { 'plinth:spec': `${name}/platform.yaml`, 'plinth:context': 'rehearsal' },
    secrets: { 'plinth:kubeconfig': await readFile(plane.kubeconfig, 'utf8') },
  });
}

describe('an environment on a cluster that is there', () => {
  let plane: ControlPlane;
  let environment: Environment;
  let folder: readonly KubernetesObject[];

  beforeAll(async () => {
    plane = await cluster(planes);
    folder = await writePlatform(project.path('dev'), small(team('vision'), team('speech')));
    environment = await existing('dev', plane);
  });

  test('stands after one `up` by the program that Pulumi.yaml names', async () => {
    const { code, steps, words } = await environment.run('up');
    expect(code, words).toBe(0);
    expect(Object.keys(steps)).toEqual(['create']);
  });

  test('is the Git folder, object by object: in the state, and in the cluster as kubectl sees it', async () => {
    expect(texts(await inState(environment))).toEqual(texts(folder));
    expect(await difference(plane, folder)).toBe('');
  });

  test('has nothing to do at the next `up`', async () => {
    await findsNothingToDo(environment, 'up');
  });

  test('keeps the credentials of the cluster out of the state file, unless encrypted', async () => {
    const state = await environment.stateFile();
    expect(state).toContain('"ciphertext"');
    const key = Buffer.from(plane.admin.key).toString('base64');
    for (const secret of [key, plane.admin.key.split('\n')[1] ?? '']) expect(state).not.toContain(secret);
  });

  test('changes a team’s own objects when the team changes, and no others', async () => {
    folder = await writePlatform(project.path('dev'), small(team('vision'), team('speech', 16)));
    const { code, steps, words } = await environment.run('up');
    expect(code, words).toBe(0);
    expect(Object.keys(steps)).toEqual(['update']);
    // The cohort holds what the teams' guarantees leave of the pool.
    for (const urn of steps['update'] ?? []) expect(urn).toMatch(/speech|::Cohort:lab$/);
    expect(await difference(plane, folder)).toBe('');
  });

  test('finds by `refresh` what somebody changed and deleted with kubectl, and mends it by `up`', async () => {
    const intruder = JSON.stringify([{ kind: 'Group', name: 'oidc:intruder', apiGroup: 'rbac.authorization.k8s.io' }]);
    const patch = ['patch', 'rolebinding', 'members', '-n', 'vision', '--type=merge', `-p={"subjects":${intruder}}`];
    expect(await plane.kubectl(patch)).toMatchObject({ code: 0 });
    expect(await plane.kubectl(['delete', 'networkpolicy', 'default-deny', '-n', 'vision'])).toMatchObject({ code: 0 });
    const found = await environment.run('refresh');
    const names = (urns: readonly string[] = []) => urns.map((urn) => urn.split('::').at(-1));
    expect(names(found.steps['update'])).toEqual(['RoleBinding:vision/members']);
    expect(names(found.steps['delete'])).toEqual(['NetworkPolicy:vision/default-deny']);
    const mended = await environment.run('up');
    expect(mended.code, mended.words).toBe(0);
    expect(names(mended.steps['update'])).toEqual(['RoleBinding:vision/members']);
    expect(names(mended.steps['create'])).toEqual(['NetworkPolicy:vision/default-deny']);
    expect(await difference(plane, folder)).toBe('');
  });

  test('goes on after the engine was killed in the midst of an `up`', async () => {
    folder = await writePlatform(project.path('dev'), small(team('vision'), team('speech', 16), team('robots')));
    const killed = await environment.interruptedUp(4);
    expect(killed.code).not.toBe(0);
    const locked = await environment.run('up');
    expect(locked.code).not.toBe(0);
    expect(locked.words).toContain('pulumi cancel');
    await environment.must('cancel', '--yes');
    await environment.must('config', 'set', 'plinth:adopt', 'true');
    const { code, words } = await environment.run('up');
    expect(code, words).toBe(0);
    expect(texts(await inState(environment))).toEqual(texts(folder));
    expect(await difference(plane, folder)).toBe('');
    await findsNothingToDo(environment, 'up');
  });
});

describe.each(CLOUDS)('an environment on $name', ({ input, machinesBring = [], name, secrets }) => {
  let plane: ControlPlane;
  let environment: Environment;
  let folder: readonly KubernetesObject[];

  beforeAll(async () => {
    plane = await cluster(planes);
    folder = await writePlatform(project.path(name), input);
    const plain = { 'plinth:spec': `${name}/platform.yaml` };
    environment = await project.stack(name, plane.kubeconfig, { plain, secrets });
    for (const object of [...standInKinds(machinesBring), ...machinesBring.filter(({ kind }) => kind === 'Namespace')])
      await plane.client.apply(object);
  });
  afterAll(() => plane?.stop());

  test('stands after one `up`, cloud and cluster', async () => {
    const { code, steps, words } = await environment.run('up');
    expect(code, words).toBe(0);
    expect(Object.keys(steps)).toEqual(['create']);
    const clouds = (await environment.resources()).filter((each) => each.custom && isOfCloud(each));
    expect(clouds.length).toBeGreaterThan(5);
    expect(
      environment
        .things()
        .map(({ urn }) => urn)
        .sort(),
    ).toEqual(clouds.map(({ urn }) => urn).sort());
  });

  const brings = input.delivery?.kind === 'pulumi';
  test(`has ${brings ? 'every object' : 'no team’s object'} of the Git folder`, async () => {
    const state = new Set(texts(await inState(environment)));
    const asked = brings ? folder : folder.filter(({ metadata }) => metadata.namespace === 'vision');
    expect(asked.length).toBeGreaterThan(5);
    expect(texts(asked).filter((text) => state.has(text) !== brings)).toEqual([]);
    if (brings) expect(await difference(plane, folder)).toBe('');
  });

  test('has nothing to do at the next `up`', async () => {
    await findsNothingToDo(environment, 'up');
  });

  test('keeps every secret out of the state file, unless encrypted', async () => {
    const made = environment
      .things()
      .flatMap(({ state }) => (state['result'] === undefined ? [] : [`${state['result']}`]));
    const state = await environment.stateFile();
    for (const secret of [CHART_SECRET, PASSWORD, TALOS_KEY, plane.admin.key, ...made]) {
      expect(state).not.toContain(secret);
      expect(state).not.toContain(Buffer.from(secret).toString('base64'));
    }
  });

  test('while protected, refuses to be taken down before anything is deleted', async () => {
    const before = environment.things();
    const { code, words } = await environment.run('previewed destroy');
    expect(code, words).not.toBe(0);
    expect(words).toContain('protected');
    expect(environment.things()).toEqual(before);
  });

  test('once ephemeral, is taken down to nothing, the cluster’s objects first', async () => {
    const allowed = targetFacts(parsePlatform(input).spec).cluster;
    await environment.must('config', 'set', '--path', 'plinth:allow[0]', allowed);
    const loosened = await environment.run('up');
    expect(loosened.code, loosened.words).toBe(0);
    const { update: _, ...others } = loosened.steps;
    // What becomes of volumes cannot be changed in a StorageClass: a new one takes its place.
    expect(
      Object.values(others)
        .flat()
        .filter((urn) => !urn.includes('::StorageClass:')),
    ).toEqual([]);
    // The others go with the cluster.
    const ownWay = (await inState(environment)).filter((object) => !isWithinCluster(object as KubernetesObject));
    const argo = argoCd(plane);
    const { code, words } = await environment.run('destroy');
    clearInterval(argo);
    expect(code, words).toBe(0);
    expect(environment.things().map(({ urn }) => urn)).toEqual([]);
    const left = await present(plane, folder);
    const within = folder.filter(isWithinCluster).map(describeObject);
    expect(left.filter((each) => !within.includes(each))).toEqual([]);
    const deletions = environment.diary().filter(({ did }) => did === 'deleting' || did === 'deleted');
    const lastObject = deletions.findLastIndex((each) => isObject(each) && each.did === 'deleted');
    const firstOfCloud = deletions.findIndex((each) => isOfCloud(each) && each.did === 'deleting');
    expect(lastObject >= 0).toBe(ownWay.length > 0);
    expect(firstOfCloud).toBeGreaterThan(lastObject);
  });
});

describe('the first environment, after another was built and destroyed beside it', () => {
  let plane: ControlPlane;
  let folder: readonly KubernetesObject[];
  let environment: Environment;

  beforeAll(async () => {
    plane = planes[0] as ControlPlane;
    folder = await writePlatform(project.path('dev'), small(team('vision'), team('speech', 16), team('robots')));
    environment = project.environment('dev', plane.kubeconfig);
  });

  test('is untouched', async () => {
    await findsNothingToDo(environment, 'refresh');
    await findsNothingToDo(environment, 'up');
    expect(await difference(plane, folder)).toBe('');
  });

  test('leaves the teams’ namespaces and their closed networks when it is destroyed, and nothing else', async () => {
    const { code, words } = await environment.run('destroy');
    expect(code, words).toBe(0);
    const kept = folder.filter(({ metadata }) =>
      Object.entries(KEPT).some(([key, value]) => metadata.annotations?.[key] === value),
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(await present(plane, folder)).toEqual(kept.map(describeObject).sort());
  });
});

describe('the reference platform', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await cluster(planes);
  });
  afterAll(() => plane?.stop());

  // Every room is open: on a machine that does other things too it takes ten minutes.
  test('stands after one `up` with every object of the Git folder', { timeout: 1_800_000 }, async () => {
    const { input } = await loadPlatform('examples/existing/platform.yaml');
    const reference = { ...(input as PlatformInput), delivery: { kind: 'pulumi' } } as const;
    const folder = await writePlatform(project.path('reference'), reference);
    const environment = await existing('reference', plane);
    const { code, steps, words } = await environment.run('up');
    expect(code, words).toBe(0);
    expect(Object.keys(steps)).toEqual(['create']);
    expect(texts(await inState(environment))).toEqual(texts(folder));
    expect(await difference(plane, folder)).toBe('');
  });
});

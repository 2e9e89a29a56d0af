import { readdir, readFile } from 'node:fs/promises';
import { Testing } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AdmissionRule, NEW_PODS } from '../../constructs/tenancy/admission-rule.ts';
import { FABRIC_RULES } from '../../constructs/tenancy/fabric-rules.ts';
import { fetchModule } from '../../rehearsal/chart-from-module.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { samplePlatform } from '../sample.ts';
import { dryRun, startTenancy } from './tenancy-plane.ts';
import { pod, REFUSED_EVERYWHERE } from './tenancy-pods.ts';

describe('the rules of fabric namespaces', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    ({ plane } = await startTenancy(
      samplePlatform({ teams: [{ name: 'vision', groups: ['oidc:vision'], quota: {}, fabric: 'allowed' }] }),
    ));
  });

  afterAll(() => plane?.stop());

  test('agree with upstream’s own cases for the restricted level', async () => {
    const cases = await restrictedCases();
    const answers = await Promise.all(cases.map(({ body }) => tried(plane, 'vision-fabric', body)));
    const wrong = cases.filter(({ refused }, index) => (answers[index] !== undefined) !== refused);
    expect(wrong.map(({ name }) => name)).toEqual([]);
    const foreign = answers.filter(
      (words) => words !== undefined && !/plinth-fabric-pods|`hostUsers` must/.test(words),
    );
    expect(foreign).toEqual([]);
    expect(cases.length).toBeGreaterThan(90);
  });

  test('are all needed: without any one of them some pod gets in that must not', async () => {
    const refused = [
      ...(await restrictedCases()).filter((each) => each.refused).map(({ body }) => body),
      ...REFUSED_EVERYWHERE.map(([, change]) => pod('any', 'tried', change)),
    ];
    const mutants = await Promise.all(FABRIC_RULES.map((_, index) => mutant(plane, index)));
    for (const [index, namespace] of mutants.entries()) {
      const answers = await Promise.all(refused.map((body) => tried(plane, namespace, body)));
      expect(answers, FABRIC_RULES[index]?.message).toContain(undefined);
    }
  });
});

interface Case {
  readonly name: string;
  readonly body: PodObject;
  readonly refused: boolean;
}

interface PodObject {
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

/** The cases of Kubernetes' own Pod Security Admission for the newest minor it has them for, from its Go module. */
async function restrictedCases(): Promise<Case[]> {
  const goMod = await readFile('rehearsal/engines/core/kubernetes/go.mod', 'utf8');
  const minor = /k8s\.io\/kubernetes v1\.(\S+)/.exec(goMod)?.[1] ?? '';
  const { folder } = await fetchModule('k8s.io/pod-security-admission', `v0.${minor}`);
  const root = `${folder}/test/testdata/restricted`;
  const minors = (await readdir(root)).sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]));
  const files = ['pass', 'fail'].map(async (verdict) => {
    const names = await readdir(`${root}/${minors.at(-1)}/${verdict}`);
    return Promise.all(
      names.map(async (name) => {
        const read = parse(await readFile(`${root}/${minors.at(-1)}/${verdict}/${name}`, 'utf8')) as PodObject;
        const { os, hostUsers } = read.spec as { os?: { name: string }; hostUsers?: boolean };
        // Stricter on purpose: no Windows, and no root in user namespaces, where IPC_LOCK has no effect.
        const stricter = os?.name === 'windows' || (hostUsers === false && name.startsWith('runas'));
        const body = { ...read, metadata: { ...read.metadata, name: read.metadata.name.replaceAll('_', '-') } };
        return { name: `${verdict}/${name}`, body, refused: verdict === 'fail' || stricter };
      }),
    );
  });
  return (await Promise.all(files)).flat();
}

function tried(plane: ControlPlane, namespace: string, body: PodObject): Promise<string | undefined> {
  const moved = { ...body, metadata: { ...body.metadata, namespace } };
  return dryRun(plane, `/api/v1/namespaces/${namespace}/pods`, moved);
}

/** A namespace that refuses nothing by its level, with all rules of fabric namespaces but one. */
async function mutant(plane: ControlPlane, without: number): Promise<string> {
  const namespace = `mutant-${without}`;
  const labels = { 'pod-security.kubernetes.io/enforce': 'privileged', mutant: `${without}` };
  await plane.client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
  const chart = Testing.chart();
  new AdmissionRule(chart, 'rule', {
    name: namespace,
    on: [NEW_PODS],
    namespaces: { matchLabels: { mutant: `${without}` } },
    validations: FABRIC_RULES.filter((_, index) => index !== without),
  });
  for (const object of Testing.synth(chart)) await plane.client.apply(object);
  const all = REFUSED_EVERYWHERE.map(([, change]) => pod(namespace, 'tried', change));
  await waitFor(
    async () => {
      const answers = await Promise.all(all.map((body) => tried(plane, namespace, body)));
      return answers.some((words) => words?.includes(namespace)) ? answers : undefined;
    },
    { what: `the rules of ${namespace}`, timeoutMilliseconds: 60_000 },
  );
  return namespace;
}

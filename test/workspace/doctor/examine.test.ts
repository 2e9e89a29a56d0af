import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { countStates, diagnosisText } from '../../../workspace/doctor/diagnosis-text.ts';
import { samplePlatform } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { FakeMachine, lineAbout } from './fake-machine.ts';

let machine: FakeMachine;
beforeEach(() => {
  machine = new FakeMachine();
});
afterEach(() => machine.remove());

const cpu: PoolInput = { name: 'cpu', instance: 'm7i.4xlarge', nodes: { min: 1, max: 2 } };
const onAws = platformOn(TARGETS.aws, cpu);
const PULUMI: PlatformInput = { ...onAws, delivery: { kind: 'plain' } };

const codesIn = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);

describe('tools', () => {
  test('are only those that target and delivery need', async () => {
    const { lines } = await machine.examine(samplePlatform());
    const looked = lines.filter(({ check }) => check === 'tools').map(({ about, state }) => `${about} ${state}`);
    expect(looked).toEqual(['node ok', 'git failed', 'go warning', 'kubectl warning']);
  });

  test('are found, with their version', async () => {
    machine.installs('git', { '--version': 'git version 2.51.0' });
    machine.installs('kubectl', { 'version --client': 'Client Version: v1.36.1\nKustomize Version: v5.7.1' });
    const diagnosis = await machine.examine(samplePlatform());
    expect(lineAbout(diagnosis, 'tools', 'git')).toMatchObject({ state: 'ok', said: '2.51.0' });
    expect(lineAbout(diagnosis, 'tools', 'kubectl')).toMatchObject({ state: 'ok', said: '1.36.1' });
  });

  test('are too old for the cluster', async () => {
    machine.installs('kubectl', { 'version --client': 'Client Version: v1.33.0' });
    const line = lineAbout(await machine.examine(samplePlatform()), 'tools', 'kubectl');
    expect([line.state, line.finding?.code]).toEqual(['warning', 'DOCTOR_TOOL_OLD']);
  });

  test('are needed for Pulumi where there is a project', async () => {
    machine.writes('work/Pulumi.yaml', 'name: atlas\nbackend: { url: "file://./state" }\n');
    const diagnosis = await machine.examine(PULUMI);
    for (const tool of ['pulumi', 'npm', 'aws']) expect(lineAbout(diagnosis, 'tools', tool).state).toBe('failed');
  });
});

describe('the address plan', () => {
  test('is told where it is right', async () => {
    const { said, state } = lineAbout(await machine.examine(onAws), 'addresses', 'nodes');
    expect([state, said]).toEqual([
      'ok',
      '10.0.0.0/16, 65536 addresses for 2 nodes of pools and the platform’s own, and for pods',
    ]);
  });

  test('stops everything where it is too small', async () => {
    const small = { ...TARGETS.aws, network: { nodes: '10.0.0.0/24' } };
    await expect(machine.examine(platformOn(small, cpu))).rejects.toThrow('NETWORK_NODES_SMALL');
  });

  test('that no stack can build is a finding', async () => {
    const one = platformOn({ ...TARGETS.aws, zones: ['eu-west-1a'] }, cpu);
    expect(codesIn(await machine.examine(one))).toContain('STACK_ZONES_FEW');
    expect(codesIn(await machine.examine(onAws))).not.toContain('STACK_ZONES_FEW');
  });
});

describe('hosts', () => {
  const lab = samplePlatform({
    target: {
      kind: 'existing',
      cluster: 'lab',
      networkPolicy: 'cilium',
      storage: { objects: 'https://s3.lab.example.org:9000' },
    },
  });

  test('are those that the spec names, and must be in DNS', async () => {
    const known = (host: string) => Promise.resolve(host === 'git.example.org' ? ['198.51.100.7'] : []);
    const diagnosis = await machine.examine(lab, { resolve: known });
    expect(lineAbout(diagnosis, 'hosts', 'git.example.org')).toMatchObject({ state: 'ok', said: '198.51.100.7' });
    expect(lineAbout(diagnosis, 'hosts', 's3.lab.example.org').finding).toMatchObject({
      code: 'DOCTOR_HOST_UNKNOWN',
      at: 'target.storage.objects',
    });
  });

  test('of Git’s short form are hosts, and addresses are none', async () => {
    const delivery = { kind: 'argocd', repository: 'git@git.lab.example.org:ml/atlas.git', path: 'prod' } as const;
    const target = { ...TARGETS.baremetal, endpoint: '10.0.0.5' };
    const machines: PoolInput = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } };
    const { lines } = await machine.examine({ ...platformOn(target, machines), delivery });
    expect(lines.filter(({ check }) => check === 'hosts').map(({ about }) => about)).toEqual(['git.lab.example.org']);
  });
});

describe('a live cluster', () => {
  const lab = samplePlatform({
    target: {
      kind: 'existing',
      cluster: 'lab',
      networkPolicy: 'cilium',
      storage: { block: 'fast', objects: 'https://s3.lab.example.org' },
    },
  });
  const install = (answers: Record<string, unknown> = {}) =>
    machine.installs('kubectl', {
      'version --client': 'Client Version: v1.36.1',
      'get-contexts': 'kind\nlab\n',
      ' version ': { serverVersion: { major: '1', minor: '36+' } },
      'get StorageClass.v1.storage.k8s.io fast': { metadata: {} },
      'get Secret': { data: { AWS_ACCESS_KEY_ID: 'cGxhaW4ta2V5', AWS_SECRET_ACCESS_KEY: 'cGxhaW4tc2VjcmV0' } },
      ...answers,
    });

  test('has what external.json asks for, and no content of a Secret is shown', async () => {
    install();
    const diagnosis = await machine.examine(lab);
    const lines = diagnosis.lines.filter(({ check }) => check === 'cluster');
    expect(lineAbout(diagnosis, 'cluster', 'lab').said).toBe('Kubernetes 1.36');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.map(({ state }) => state)).toEqual(lines.map(() => 'ok'));
    expect(JSON.stringify(diagnosis)).not.toContain('cGxhaW4t');
  });

  test('lacks an object, or a key of one', async () => {
    install({ 'get Secret': { data: { AWS_ACCESS_KEY_ID: 'x' } } });
    const lines = (await machine.examine(lab)).lines.filter(({ about }) => about.startsWith('Secret'));
    expect(lines.length).toBeGreaterThan(0);
    for (const { finding, said } of lines) {
      expect(finding).toMatchObject({ code: 'DOCTOR_EXTERNAL_MISSING', level: 'warning' });
      expect(said).toContain('has no key AWS_SECRET_ACCESS_KEY');
    }
    machine.script(
      'kubectl',
      'case "$*" in *get-contexts*) echo lab;; *" version "*) echo "{}";; *get*) echo "Error from server (NotFound): nothing" >&2; exit 1;; *) echo v1.36.0;; esac',
    );
    const gone = lineAbout(await machine.examine(lab), 'cluster', 'StorageClass fast');
    expect([gone.state, gone.said]).toEqual([
      'warning',
      expect.stringContaining('is not there; it is for: volumes of one node'),
    ]);
  });

  test('of another minor is a finding', async () => {
    install({ ' version ': { serverVersion: { major: '1', minor: '34' } } });
    const { finding } = lineAbout(await machine.examine(lab), 'cluster', 'lab');
    expect(finding).toMatchObject({ code: 'DOCTOR_CLUSTER_MINOR', fix: 'write "1.34"' });
  });

  test('is missed where it is there already, and not where a stack will make it', async () => {
    install({ 'get-contexts': 'kind\n' });
    expect(lineAbout(await machine.examine(lab), 'cluster', 'lab').finding?.code).toBe('DOCTOR_CONTEXT_MISSING');
    expect(lineAbout(await machine.examine(onAws), 'cluster', 'atlas-prod').state).toBe('notAsked');
  });
});

describe('the project of Pulumi', () => {
  const project = 'name: atlas\nruntime: nodejs\n';

  test('builds this spec in a stack, with a state', async () => {
    machine
      .writes('work/Pulumi.yaml', `${project}backend: { url: "s3://state" }\n`)
      .writes('work/Pulumi.prod.yaml', 'config: { plinth:spec: platform.yaml }\n')
      .writes('work/Pulumi.dev.yaml', 'config: { plinth:spec: other.yaml }\n');
    const diagnosis = await machine.examine(PULUMI);
    expect(diagnosis.lines.filter(({ check }) => check === 'pulumi')).toEqual([
      { check: 'pulumi', about: 'state', state: 'ok', said: 's3://state' },
      { check: 'pulumi', about: 'prod', state: 'ok', said: 'builds this spec' },
    ]);
  });

  test('has no state, and no stack for this spec', async () => {
    machine.writes('work/Pulumi.yaml', project);
    expect(codesIn(await machine.examine(PULUMI))).toEqual(
      expect.arrayContaining(['DOCTOR_STATE_UNKNOWN', 'DOCTOR_STACK_MISSING']),
    );
  });

  test('wants a passphrase, which nobody prints', async () => {
    machine
      .writes('work/Pulumi.yaml', project)
      .writes('work/Pulumi.prod.yaml', 'encryptionsalt: v1:x\nconfig: { plinth:spec: platform.yaml }\n');
    const locked = await machine.examine(PULUMI, { env: { PULUMI_BACKEND_URL: 'file://.' } });
    expect(lineAbout(locked, 'pulumi', 'prod').state).toBe('notAsked');
    const env = { PULUMI_BACKEND_URL: 'file://.', PULUMI_CONFIG_PASSPHRASE: 'correct horse' };
    const unlocked = await machine.examine(PULUMI, { env });
    expect(lineAbout(unlocked, 'pulumi', 'prod').state).toBe('ok');
    expect(JSON.stringify(unlocked)).not.toContain('correct horse');
  });

  test('is missed where Pulumi delivers, and not elsewhere', async () => {
    expect(codesIn(await machine.examine({ ...onAws, delivery: { kind: 'pulumi' } }))).toContain(
      'DOCTOR_PULUMI_PROJECT_MISSING',
    );
    expect((await machine.examine(onAws)).lines.filter(({ check }) => check === 'pulumi')).toEqual([]);
  });
});

describe('the report', () => {
  test('has a line for each check, its fix below, and counts', async () => {
    const diagnosis = await machine.examine(samplePlatform());
    const text = diagnosisText(diagnosis, (_, each) => each);
    expect(text).toMatch(/^ok {9}tools {2,}node: \d+\.\d+\.\d+$/m);
    expect(text).toMatch(
      /^failed {5}tools {2,}git: git is not installed; .*\n {11}fix: install Git \(DOCTOR_TOOL_MISSING\)$/m,
    );
    expect(text).toMatch(/^not asked {2}cluster {2,}lab: kubectl is not installed$/m);
    expect(countStates(diagnosis)).toMatch(/^\d+ ok, \d+ warning, 1 failed, \d+ not asked$/);
  });

  test('tells each step', async () => {
    const steps: string[] = [];
    await machine.examine(samplePlatform(), { onStep: (step) => steps.push(step) });
    expect(steps.slice(0, 2)).toEqual(['spec', 'tools']);
  });
});

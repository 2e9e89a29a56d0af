import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { INSTANCES, type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { FakeMachine, lineAbout } from './fake-machine.ts';

let machine: FakeMachine;
beforeEach(() => {
  machine = new FakeMachine();
});
afterEach(() => machine.remove());

function on(
  kind: 'aws' | 'azure' | 'digitalocean' | 'gcp',
  pool: Partial<PoolInput> = {},
  zones?: string[],
): PlatformInput {
  const target = { ...TARGETS[kind], ...(zones === undefined ? {} : { zones }) } as PlatformInput['target'];
  return platformOn(target, { name: 'train', instance: INSTANCES[kind], nodes: { min: 0, max: 4 }, ...pool });
}

const ARN = 'arn:aws:iam::111122223333:user/ada';
const QUOTAS = {
  Quotas: [
    { QuotaName: 'Running On-Demand P instances', Value: 768 },
    { QuotaName: 'All P5 Spot Instance Requests', Value: 0 },
    { QuotaName: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', Value: 32 },
  ],
};

function installAws(answers: Record<string, unknown> = {}): void {
  machine.installs('aws', {
    '--version': 'aws-cli/2.31.0 Python/3.13.7',
    'sts get-caller-identity': { Account: '111122223333', Arn: ARN },
    'describe-instance-type-offerings': {
      InstanceTypeOfferings: [{ Location: 'eu-west-1b' }, { Location: 'eu-west-1a' }],
    },
    'list-service-quotas': QUOTAS,
    ...answers,
  });
}

describe('AWS', () => {
  const env = { AWS_PROFILE: 'prod' };

  test('is asked who, where and how much', async () => {
    installAws();
    const diagnosis = await machine.examine(on('aws'), { env });
    expect(lineAbout(diagnosis, 'credentials', 'credentials')).toMatchObject({ state: 'ok', said: 'in AWS_PROFILE' });
    expect(lineAbout(diagnosis, 'credentials', 'account')).toMatchObject({ state: 'ok', said: ARN });
    expect(lineAbout(diagnosis, 'capacity', 'p5.48xlarge')).toMatchObject({
      state: 'ok',
      said: 'offered in eu-west-1a, eu-west-1b',
    });
    // Four machines of 192 vCPUs are 768: exactly the quota.
    expect(lineAbout(diagnosis, 'quota', 'Running On-Demand P instances').state).toBe('ok');
  });

  test('belongs to another account', async () => {
    installAws({ 'sts get-caller-identity': { Account: '999999999999', Arn: ARN } });
    const { finding, state } = lineAbout(await machine.examine(on('aws'), { env }), 'credentials', 'account');
    expect(state).toBe('failed');
    expect(finding).toMatchObject({ code: 'DOCTOR_ACCOUNT_OTHER', at: 'target.account' });
    expect(finding?.problem).toContain('999999999999');
  });

  test('does not offer the type, or not in the named zones', async () => {
    installAws();
    const zones = await machine.examine(on('aws', {}, ['eu-west-1a', 'eu-west-1c']), { env });
    expect(lineAbout(zones, 'capacity', 'p5.48xlarge').finding).toMatchObject({
      code: 'DOCTOR_INSTANCE_NOT_OFFERED',
      at: 'pools[0].instance',
      problem: 'eu-west-1c does not offer p5.48xlarge; eu-west-1a, eu-west-1b does',
    });
    installAws({ 'describe-instance-type-offerings': { InstanceTypeOfferings: [] } });
    const nowhere = lineAbout(await machine.examine(on('aws'), { env }), 'capacity', 'p5.48xlarge');
    expect([nowhere.state, nowhere.said]).toEqual(['failed', 'eu-west-1 does not offer p5.48xlarge']);
  });

  test('has a quota that is too small: a warning; none at all: an error', async () => {
    installAws();
    const short = lineAbout(
      await machine.examine(on('aws', { nodes: { min: 0, max: 5 } }), { env }),
      'quota',
      'Running On-Demand P instances',
    );
    expect([short.state, short.finding?.code]).toEqual(['warning', 'DOCTOR_QUOTA_SHORT']);
    expect(short.said).toBe('the pools at their largest want 960 vCPUs, and the quota leaves 768');
    const spot = await machine.examine(on('aws', { capacity: { kind: 'spot' } }), { env });
    expect(lineAbout(spot, 'quota', 'All P5 Spot Instance Requests').state).toBe('failed');
  });

  test('is asked for no quota of a Capacity Block', async () => {
    installAws();
    const block = { kind: 'capacityBlock', reservation: 'cr-0123' } as const;
    const { lines } = await machine.examine(on('aws', { capacity: block }), { env });
    expect(lines.filter(({ check }) => check === 'quota')).toEqual([]);
    expect(machine.calls().filter((call) => call.includes('list-service-quotas'))).toEqual([]);
  });

  test('refuses: its first sentence is passed on, without secrets', async () => {
    machine.script('aws', 'echo "denied for key hunter2-very-secret" >&2; echo more >&2; exit 254');
    const diagnosis = await machine.examine(on('aws'), {
      env: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'hunter2-very-secret' },
    });
    expect(lineAbout(diagnosis, 'credentials', 'account')).toMatchObject({
      state: 'notAsked',
      said: 'aws refused: denied for key [hidden]',
    });
    expect(JSON.stringify(diagnosis)).not.toContain('hunter2');
    expect(lineAbout(diagnosis, 'capacity', 'p5.48xlarge').state).toBe('notAsked');
  });

  test('never answers: it is ended after its time', async () => {
    machine.script('aws', 'case "$1" in --version) echo 2.31.0;; *) /bin/sleep 60;; esac');
    const started = Date.now();
    const diagnosis = await machine.examine(on('aws'), { env, limitSeconds: 1 });
    expect(lineAbout(diagnosis, 'credentials', 'account').said).toBe('aws did not answer within 1 s');
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  test('is not asked without its command line, and nothing fails for that', async () => {
    const diagnosis = await machine.examine(on('aws'));
    expect(lineAbout(diagnosis, 'capacity', 'accelerators').state).toBe('notAsked');
    expect(lineAbout(diagnosis, 'credentials', 'credentials').finding).toMatchObject({
      code: 'DOCTOR_CREDENTIALS_MISSING',
      level: 'warning',
    });
    expect(diagnosis.findings.filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual([
      'DOCTOR_TOOL_MISSING',
    ]);
  });
});

describe('Google Cloud', () => {
  const zone = (name: string) => ({ zone: `https://www.googleapis.com/compute/v1/projects/p/zones/${name}` });
  const install = (zones: string[], quotas: object[] = []) =>
    machine.installs('gcloud', {
      ' version ': 'Google Cloud SDK 540.0.0',
      'projects describe': { projectNumber: '123', lifecycleState: 'ACTIVE' },
      'machine-types list': zones.map(zone),
      'regions describe': { quotas },
    });

  test('offers a type in zones of the region only', async () => {
    install(['europe-west4-b', 'europe-west40-a', 'us-central1-a']);
    const diagnosis = await machine.examine(on('gcp'));
    expect(lineAbout(diagnosis, 'capacity', INSTANCES.gcp).said).toBe('offered in europe-west4-b');
    install(['us-central1-a']);
    expect(lineAbout(await machine.examine(on('gcp')), 'capacity', INSTANCES.gcp).state).toBe('failed');
  });

  test('knows quotas of a region by accelerator, and others it does not tell', async () => {
    install(['europe-west4-b'], [{ metric: 'NVIDIA_H100_GPUS', limit: 40, usage: 16 }]);
    const h100 = (max: number) => machine.examine(on('gcp', { instance: 'a3-highgpu-8g', nodes: { min: 0, max } }));
    expect(lineAbout(await h100(3), 'quota', 'NVIDIA_H100_GPUS').state).toBe('ok');
    expect(lineAbout(await h100(4), 'quota', 'NVIDIA_H100_GPUS').state).toBe('warning');
    const { lines } = await machine.examine(on('gcp'));
    expect(lines.find(({ check }) => check === 'quota')?.state).toBe('notAsked');
  });
});

describe('Azure', () => {
  const SKU = { name: INSTANCES.azure, family: 'standardNDSH100v5Family', locationInfo: [{ zones: ['1', '2'] }] };
  const install = (sku: object, limit = 384) =>
    machine.installs('az', {
      'account show': { id: 'x', name: 'Research', state: 'Enabled' },
      'vm list-skus': [
        { ...SKU, name: `${INSTANCES.azure}_more` },
        { ...SKU, ...sku },
      ],
      'vm list-usage': [{ name: { value: 'StandardNDSH100v5Family' }, limit: `${limit}`, currentValue: '0' }],
      ' version ': { 'azure-cli': '2.80.0' },
    });

  test('sells a size to the subscription, or does not', async () => {
    install({});
    expect(lineAbout(await machine.examine(on('azure')), 'capacity', INSTANCES.azure).said).toBe(
      'offered in zones 1, 2',
    );
    install({ restrictions: [{ type: 'Location', reasonCode: 'NotAvailableForSubscription' }] });
    const closed = lineAbout(await machine.examine(on('azure')), 'capacity', INSTANCES.azure);
    expect([closed.state, closed.said.includes('NotAvailableForSubscription')]).toEqual(['failed', true]);
  });

  test('has a quota for each family', async () => {
    install({}, 384);
    expect(lineAbout(await machine.examine(on('azure')), 'quota', 'standardNDSH100v5Family').state).toBe('ok');
    install({}, 383);
    expect(lineAbout(await machine.examine(on('azure')), 'quota', 'standardNDSH100v5Family').state).toBe('warning');
  });
});

describe('DigitalOcean', () => {
  const install = (size: object) =>
    machine.installs('doctl', {
      'account get': { status: 'active', team: { name: 'atlas' }, droplet_limit: 25 },
      'size list': [{ slug: INSTANCES.digitalocean, ...size }],
      ' version ': 'doctl version 1.150.0-release',
    });
  const env = { DIGITALOCEAN_TOKEN: 'dop_v1_secret' };

  test.each<readonly [object, string]>([
    [{ regions: ['ams3', 'tor1'] }, 'ok'],
    [{ regions: ['tor1'] }, 'failed'],
    // What a new account sees of every GPU size.
    [{ available: true, regions: [] }, 'failed'],
  ])('offers a size: %j is %s', async (size, state) => {
    install(size);
    const diagnosis = await machine.examine(on('digitalocean'), { env });
    expect(lineAbout(diagnosis, 'capacity', INSTANCES.digitalocean).state).toBe(state);
    expect(JSON.stringify(diagnosis)).not.toContain('dop_v1_secret');
  });

  test('is not asked for quotas that it tells nobody', async () => {
    install({ regions: ['ams3'] });
    expect(lineAbout(await machine.examine(on('digitalocean')), 'quota', 'GPU quota').state).toBe('notAsked');
  });
});

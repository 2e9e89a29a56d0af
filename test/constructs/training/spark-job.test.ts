import { describe, expect, test } from 'vitest';
import type { SparkApplicationSpec } from '../../../constructs/imports/spark-operator.gen.ts';
import { SparkJob, type SparkJobProps } from '../../../constructs/training/index.ts';
import { objectsOfChart, refusals } from './job-objects.ts';
import { trainingOf, trainingPlatform } from './training-sample.ts';

function sparkJob(change: Partial<SparkJobProps> = {}): SparkJobProps {
  return {
    name: 'etl',
    place: trainingOf(trainingPlatform({ frameworks: ['spark'] })).place('vision', 'train-h100'),
    image: 'registry.example.org/spark:1',
    sparkVersion: '4.0.0',
    main: 'local:///opt/app/etl.py',
    executors: { count: 3, cores: 2, memoryGib: 8 },
    ...change,
  };
}

function jobOf(change: Partial<SparkJobProps> = {}) {
  const [job] = objectsOfChart((scope) => new SparkJob(scope, 'job', sparkJob(change)));
  return { metadata: job?.metadata, spec: job?.['spec'] as SparkApplicationSpec };
}

const codes = (change: Partial<SparkJobProps>) => refusals((scope) => new SparkJob(scope, 'job', sparkJob(change)));

/** A team whose pods must run in gVisor. */
function sandboxed() {
  const quota = { 'train-h100': { guaranteed: 8, borrowable: 8 } };
  const teams = [{ name: 'agents', groups: ['oidc:agents'], quota, sandbox: 'gvisor' as const }];
  return trainingOf(trainingPlatform({ frameworks: ['spark'] }, { teams })).place('agents', 'train-h100');
}

describe('a Spark job', () => {
  test('waits in the team’s queue', () => {
    const { metadata, spec } = jobOf();
    expect(metadata).toMatchObject({ namespace: 'vision', labels: { 'kueue.x-k8s.io/queue-name': 'default' } });
    expect(spec).toMatchObject({
      suspend: true,
      mode: 'cluster',
      type: 'Python',
      mainApplicationFile: 'local:///opt/app/etl.py',
    });
    expect(spec.restartPolicy).toEqual({ type: 'OnFailure', onFailureRetries: 3, onFailureRetryInterval: 30 });
  });

  test('has a driver and executors of the sizes asked for, in Spark’s way of writing memory', () => {
    const { driver, executor } = jobOf().spec;
    expect(driver).toMatchObject({ cores: 1, memory: '4g' });
    expect(executor).toMatchObject({ cores: 2, memory: '8g', instances: 3 });
    expect(jobOf({ driver: { cores: 2, memoryGib: 0.5 } }).spec.driver).toMatchObject({ cores: 2, memory: '512m' });
  });

  test('lets the driver alone speak to the API server', () => {
    const { driver, executor } = jobOf().spec;
    expect(driver.template).toMatchObject({ spec: { automountServiceAccountToken: true } });
    expect(executor.template).toMatchObject({ spec: { automountServiceAccountToken: false } });
    expect([driver.serviceAccount, executor.serviceAccount]).toEqual(['team', 'team']);
  });

  test('asks for what the restricted level wants', () => {
    for (const { podSecurityContext, securityContext } of [jobOf().spec.driver, jobOf().spec.executor]) {
      expect(securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
      expect(podSecurityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: 185,
        seccompProfile: { type: 'RuntimeDefault' },
      });
    }
  });

  test.each<[string, Partial<SparkJobProps>, string[]]>([
    [
      'more vCPUs than go with the team’s accelerators',
      { executors: { count: 192, cores: 2, memoryGib: 8 } },
      ['TRAINING_QUOTA_EXCEEDED'],
    ],
    ['a sandbox that its pods cannot name', { place: sandboxed() }, ['TRAINING_SPARK_SANDBOXED']],
    ['a name too long for its executors', { name: 'a'.repeat(36) }, ['TRAINING_JOB_NAME']],
    ['a platform without Spark', { place: trainingOf().place('vision', 'train-h100') }, ['TRAINING_FRAMEWORK_OFF']],
  ])('is refused with %s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  test('is taken up to the last vCPU of the quota: those of 16 of 8 accelerators on 192 vCPUs', () => {
    expect(codes({ executors: { count: 383, cores: 1, memoryGib: 1 } })).toEqual([]);
    expect(codes({ executors: { count: 384, cores: 1, memoryGib: 1 } })).toEqual(['TRAINING_QUOTA_EXCEEDED']);
  });
});

import { describe, expect, test } from 'vitest';
import type { JobTemplateSpec, PodSpec } from '../../../constructs/imports/kubernetes.gen.ts';
import type { TrainingRuntimeSpec } from '../../../constructs/imports/trainer.gen.ts';
import { checkpointStore } from '../../../constructs/training/checkpoint-store.ts';
import { type RuntimeKind, runtimeKinds } from '../../../constructs/training/runtime-framework.ts';
import type { RuntimeSetting } from '../../../constructs/training/runtime-pod.ts';
import { trainingRuntime } from '../../../constructs/training/training-runtime.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { objectsOf } from '../../sample.ts';
import { restrictedFaults } from './restricted-level.ts';
import { trainingPlatform } from './training-sample.ts';

const KINDS = runtimeKinds(['torch', 'jax', 'deepspeed', 'mpi', 'xgboost']);

function settingOf(input: PlatformInput = trainingPlatform()): RuntimeSetting {
  const { spec } = parsePlatform(input);
  if (spec.training === undefined) throw new Error('the platform does not train');
  return { training: spec.training, store: checkpointStore(targetFacts(spec)), podLabels: {} };
}

function runtime(kind: RuntimeKind, setting = settingOf()): TrainingRuntimeSpec {
  return trainingRuntime(kind, setting);
}

function jobs(spec: TrainingRuntimeSpec): [string, JobTemplateSpec][] {
  return (spec.template?.spec?.replicatedJobs ?? []).map(({ name, template }) => [name, template]);
}

function pods(spec: TrainingRuntimeSpec): PodSpec[] {
  return jobs(spec).flatMap(([, { spec: job }]) => job?.template.spec ?? []);
}

function env(spec: TrainingRuntimeSpec): [string, unknown][] {
  const [pod] = pods(spec);
  return (pod?.containers[0]?.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]);
}

describe('a runtime', () => {
  test.each(KINDS)('has pods that the restricted level takes: %s', (kind) => {
    const checked = pods(runtime(kind));
    expect(checked.length).toBeGreaterThan(0);
    expect(checked.flatMap(restrictedFaults)).toEqual([]);
  });

  test.each(KINDS)('gives its pods the team’s account and no token for the API server: %s', (kind) => {
    for (const pod of pods(runtime(kind)))
      expect(pod).toMatchObject({
        serviceAccountName: 'team',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
      });
  });

  test.each(KINDS)('is found by the container name and the step that Trainer looks for: %s', (kind) => {
    const steps = jobs(runtime(kind)).filter(
      ([, { metadata }]) => metadata?.labels?.['trainer.kubeflow.org/trainjob-ancestor-step'] === 'trainer',
    );
    expect(steps.map(([name]) => name)).toEqual([kind === 'mpi' || kind === 'deepspeed' ? 'launcher' : 'node']);
    for (const pod of pods(runtime(kind))) expect(pod.containers.map(({ name }) => name)).toEqual(['node']);
  });

  test.each(KINDS)(
    'starts again from its checkpoint as often as the spec says, and does not count disruptions: %s',
    (kind) => {
      const setting = settingOf(trainingPlatform({ frameworks: ['torch'], retries: 7 }));
      expect(runtime(kind, setting).template?.spec?.failurePolicy).toEqual({
        maxRestarts: 7,
        restartStrategy: 'BlockingRecreate',
        rules: [
          {
            name: 'disruption',
            action: 'RestartJobSetAndIgnoreMaxRestarts',
            onJobFailureReasons: ['PodFailurePolicy'],
          },
        ],
      });
    },
  );

  test.each<[RuntimeKind, 'FailJob' | 'Ignore', number]>([
    ['torch', 'FailJob', 0],
    ['mpi', 'FailJob', 0],
    ['torch-elastic', 'Ignore', 3],
  ])('answers a disrupted pod: %s with %s', (kind, action, backoffLimit) => {
    const rules = [{ action, onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }];
    for (const [, { spec: job }] of jobs(runtime(kind)))
      expect(job).toMatchObject({ backoffLimit, completionMode: 'Indexed', podFailurePolicy: { rules } });
  });

  test('has succeeded when all nodes have, or the launcher has', () => {
    expect(runtime('torch').template?.spec?.successPolicy).toEqual({ operator: 'All', targetReplicatedJobs: ['node'] });
    expect(runtime('mpi').template?.spec?.successPolicy).toEqual({
      operator: 'All',
      targetReplicatedJobs: ['launcher'],
    });
  });

  test('of MPI starts its launcher when the SSH servers of its nodes answer', () => {
    const [node, launcher] = runtime('mpi').template?.spec?.replicatedJobs ?? [];
    expect(node?.template.spec?.template.spec?.containers[0]).toMatchObject({
      command: ['/usr/sbin/sshd', '-De', '-f', '/home/mpiuser/.sshd_config'],
      readinessProbe: { tcpSocket: { port: 2222 } },
    });
    expect(launcher).toMatchObject({ name: 'launcher', dependsOn: [{ name: 'node', status: 'Ready' }] });
    expect(runtime('mpi').mlPolicy?.mpi).toEqual({
      numProcPerNode: 1,
      mpiImplementation: 'OpenMPI',
      sshAuthMountPath: '/home/mpiuser/.ssh',
      runLauncherAsNode: true,
    });
  });

  test('runs the catalogue’s image, or another', () => {
    expect(pods(runtime('torch'))[0]?.containers[0]?.image).toBe(
      'docker.io/pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime',
    );
    const other = trainingRuntime('mpi', settingOf(), 'registry.example.org/horovod:1');
    expect(pods(other).map(({ containers }) => containers[0]?.image)).toEqual(
      Array(2).fill('registry.example.org/horovod:1'),
    );
  });

  test('leaves time for one checkpoint when its pods must go', () => {
    const slow = settingOf(trainingPlatform({ frameworks: ['torch'], checkpoints: { stall: '90s' } }));
    expect(pods(runtime('torch', slow))[0]?.terminationGracePeriodSeconds).toBe(120);
  });

  test('gives its pods the labels by which a cloud injects the team’s identity', () => {
    const podLabels = { 'azure.workload.identity/use': 'true' };
    const [[, node] = ['', {}]] = jobs(runtime('jax', { ...settingOf(), podLabels }));
    expect(node.spec?.template.metadata?.labels).toEqual(podLabels);
  });
});

describe('checkpoints', () => {
  test('go to the team’s bucket, under the job’s own name, with the keys of the object store', () => {
    const spec = runtime('torch');
    const from = (key: string, optional?: boolean) => ({ configMapKeyRef: { name: 'object-store', key, optional } });
    expect(env(spec).slice(2)).toEqual([
      ['PLINTH_CHECKPOINT_EVERY_SECONDS', '900'],
      ['PLINTH_CHECKPOINT_KEEP', '3'],
      ['PLINTH_JOB', { fieldRef: { fieldPath: "metadata.labels['jobset.sigs.k8s.io/jobset-name']" } }],
      ['PLINTH_OBJECT_STORE_URI', from('URI')],
      ['AWS_ENDPOINT_URL_S3', from('AWS_ENDPOINT_URL_S3', true)],
      ['AZURE_STORAGE_ACCOUNT_NAME', from('AZURE_STORAGE_ACCOUNT_NAME', true)],
      ['PLINTH_CHECKPOINT_URI', '$(PLINTH_OBJECT_STORE_URI)/checkpoints/$(PLINTH_JOB)'],
    ]);
    expect(pods(spec)[0]?.containers[0]?.envFrom).toEqual([{ secretRef: { name: 'object-store' } }]);
  });

  const target = {
    kind: 'existing',
    cluster: 'lab',
    networkPolicy: 'cilium',
    storage: { shared: 'cephfs', objects: 'https://s3.lab.example.org' },
  } as const;

  test('go to a volume of many nodes where the place has one, made in each namespace of each team', () => {
    const input = trainingPlatform({ frameworks: ['torch'], checkpoints: { volume: '4Ti' } }, { target });
    const spec = runtime('torch', settingOf(input));
    expect(env(spec).at(-1)).toEqual(['PLINTH_CHECKPOINT_URI', 'file:///checkpoints/$(PLINTH_JOB)']);
    expect(pods(spec)[0]?.volumes).toContainEqual({
      name: 'checkpoints',
      persistentVolumeClaim: { claimName: 'checkpoints' },
    });
    const claims = objectsOf(input, 'PersistentVolumeClaim');
    expect(claims.map(({ metadata }) => metadata.namespace).sort()).toEqual(['speech', 'vision', 'vision-fabric']);
    expect(claims[0]?.['spec']).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'cephfs',
      resources: { requests: { storage: '4Ti' } },
    });
  });

  test('have no address where the place has neither', () => {
    const bare = { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' } as const;
    const spec = runtime('torch', settingOf(trainingPlatform({ frameworks: ['torch'] }, { target: bare })));
    expect(env(spec).map(([name]) => name)).not.toContain('PLINTH_CHECKPOINT_URI');
  });
});

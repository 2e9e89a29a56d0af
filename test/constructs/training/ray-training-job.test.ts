import { describe, expect, test } from 'vitest';
import type { RayJobSpec } from '../../../constructs/imports/kuberay.gen.ts';
import type { PodTemplateSpec } from '../../../constructs/imports/kubernetes.gen.ts';
import { RayTrainingJob, type RayTrainingJobProps } from '../../../constructs/training/index.ts';
import { objectsOfChart, refusals } from './job-objects.ts';
import { restrictedFaults } from './restricted-level.ts';
import { trainingOf, trainingPlatform } from './training-sample.ts';

function rayJob(change: Partial<RayTrainingJobProps> = {}): RayTrainingJobProps {
  return {
    name: 'tune',
    place: trainingOf(trainingPlatform({ frameworks: ['ray'] })).place('vision', 'train-h100'),
    image: 'registry.example.org/ray:1',
    entrypoint: 'python train.py',
    nodes: 2,
    acceleratorsPerNode: 4,
    ...change,
  };
}

function jobOf(change: Partial<RayTrainingJobProps> = {}) {
  const [job] = objectsOfChart((scope) => new RayTrainingJob(scope, 'job', rayJob(change)));
  return { metadata: job?.metadata, spec: job?.['spec'] as RayJobSpec };
}

function templatesOf({ rayClusterSpec, submitterPodTemplate }: RayJobSpec): PodTemplateSpec[] {
  const workers = (rayClusterSpec?.workerGroupSpecs ?? []).map(({ template }) => template);
  return [rayClusterSpec?.headGroupSpec.template, ...workers, submitterPodTemplate].flatMap(
    (template) => template ?? [],
  );
}

const codes = (change: Partial<RayTrainingJobProps>) =>
  refusals((scope) => new RayTrainingJob(scope, 'job', rayJob(change)));

describe('a Ray job', () => {
  test('waits in the team’s queue, and its cluster ends with it', () => {
    const { metadata, spec } = jobOf({ priority: 'low' });
    expect(metadata).toMatchObject({
      namespace: 'vision',
      labels: { 'kueue.x-k8s.io/queue-name': 'default', 'kueue.x-k8s.io/priority-class': 'low' },
    });
    expect(spec).toMatchObject({
      suspend: true,
      shutdownAfterJobFinishes: true,
      backoffLimit: 3,
      entrypoint: 'python train.py',
    });
  });

  test('runs workers of a fixed number, with their part of a node, and a head without work', () => {
    const { rayClusterSpec } = jobOf().spec;
    expect(rayClusterSpec?.headGroupSpec.rayStartParams).toEqual({ 'num-cpus': '0', 'num-gpus': '0' });
    const [workers] = rayClusterSpec?.workerGroupSpecs ?? [];
    expect(workers).toMatchObject({ replicas: 2, minReplicas: 2, maxReplicas: 2 });
    expect(workers?.template.spec?.containers[0]?.resources?.limits).toEqual({
      memory: '921Gi',
      'nvidia.com/gpu': '4',
    });
  });

  test('is closed to everybody without its token, and to everything outside the cluster', () => {
    const { rayClusterSpec } = jobOf().spec;
    expect(rayClusterSpec?.authOptions).toEqual({ mode: 'token' });
    expect(rayClusterSpec?.rayVersion).toBe('2.60.0');
    expect(rayClusterSpec?.headGroupSpec).toMatchObject({ serviceType: 'ClusterIP' });
    expect(rayClusterSpec?.headGroupSpec.enableIngress).toBeUndefined();
  });

  test('has pods that the restricted level takes, without a token for the API server', () => {
    const templates = templatesOf(jobOf().spec);
    expect(templates).toHaveLength(3);
    for (const { spec } of templates) {
      expect(spec === undefined ? ['no pod'] : restrictedFaults(spec)).toEqual([]);
      expect(spec).toMatchObject({ serviceAccountName: 'team', automountServiceAccountToken: false });
    }
  });

  test('restarts head and workers in place, and submits once', () => {
    expect(templatesOf(jobOf().spec).map((template) => template.spec?.restartPolicy)).toEqual([
      'Always',
      'Always',
      'Never',
    ]);
  });

  test('may lock memory on its workers alone, in the namespace for it', () => {
    const { metadata, spec } = jobOf({ fabric: 'rdma' });
    expect(metadata?.namespace).toBe('vision-fabric');
    const added = templatesOf(spec).map((template) => template.spec?.containers[0]?.securityContext?.capabilities?.add);
    expect(added).toEqual([undefined, ['IPC_LOCK'], undefined]);
  });

  test('is told where to keep its checkpoints', () => {
    const env = jobOf().spec.rayClusterSpec?.workerGroupSpecs?.[0]?.template.spec?.containers[0]?.env;
    expect(env).toContainEqual({ name: 'PLINTH_JOB', value: 'tune' });
    expect(env?.at(-1)?.name).toBe('PLINTH_CHECKPOINT_URI');
  });

  test.each<[string, Partial<RayTrainingJobProps>, string[]]>([
    ['a Ray that lets anybody run code', { rayVersion: '2.51.2' }, ['TRAINING_RAY_BELOW_FLOOR']],
    ['a name that KubeRay would refuse', { name: 'a'.repeat(48) }, ['TRAINING_JOB_NAME']],
    [
      'more than the team can hold',
      { nodes: 3, acceleratorsPerNode: 8 },
      ['TRAINING_NODES_RANGE', 'TRAINING_QUOTA_EXCEEDED'],
    ],
    ['a platform without Ray', { place: trainingOf().place('vision', 'train-h100') }, ['TRAINING_FRAMEWORK_OFF']],
  ])('is refused with %s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  test('is taken one step before: the first Ray with tokens, the longest name', () => {
    expect(codes({ rayVersion: '2.52.0', name: 'a'.repeat(47) })).toEqual([]);
  });
});

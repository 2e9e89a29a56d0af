import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../rehearsal/kubernetes-object.ts';
import { jobObject } from '../../../rehearsal/workloads/job-object.ts';
import { jobPlacesOf } from '../../../rehearsal/workloads/job-places.ts';
import { parseWorkloads } from '../../../rehearsal/workloads/parse-workloads.ts';
import { JOB_KINDS, type JobKind } from '../../../rehearsal/workloads/planned-job.ts';
import { realDuration } from '../../../rehearsal/workloads/rehearsed-pod.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { file, job, teamsPlatform } from './sample-workloads.ts';

const SPEC = teamsPlatform({ training: { frameworks: ['torch', 'ray'], retries: 2 } });
const PLACES = jobPlacesOf(SPEC, targetFacts(SPEC));

function objectOf(kind: JobKind, priority?: string): KubernetesObject {
  const input = file({
    jobs: [job({ kind, nodes: 2, duration: '2m', ...(priority === undefined ? {} : { priority }) })],
  });
  const [planned] = parseWorkloads(input, SPEC).jobs;
  if (planned === undefined) throw new Error('no job was planned');
  return jobObject({ job: planned, place: PLACES.place('vision', 'train-h100'), speed: 60 });
}

/** Every map of annotations or labels anywhere in an object that has a key. */
function maps(value: unknown, key: string): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  const own = Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : [];
  return [...own, ...Object.values(value).flatMap((inner) => maps(inner, key))];
}

describe.each(JOB_KINDS)('A %s of a rehearsal', (kind) => {
  test('is submitted as a team would: in its namespace, its queue and its priority', () => {
    const { metadata } = objectOf(kind, 'high');
    expect(metadata).toMatchObject({ name: 'resnet', namespace: 'vision' });
    expect(metadata.labels).toMatchObject({
      'kueue.x-k8s.io/queue-name': 'default',
      'kueue.x-k8s.io/priority-class': 'high',
      'rehearsal.plinth.dev/job': 'resnet',
    });
  });

  test('runs until it is told, by the clock of the rehearsal; only Ray’s dashboard counts real time', () => {
    const ray = kind === 'RayJob';
    const object = objectOf(kind);
    expect(new Set(maps(object, 'rehearsal.plinth.dev/duration'))).toEqual(new Set(ray ? ['2000ms'] : []));
    expect(new Set(maps(object, 'rehearsal.plinth.dev/outcome'))).toEqual(new Set(ray ? [] : ['Told']));
  });

  test('marks its pods, so that they can be told from others', () => {
    expect(maps(objectOf(kind), 'rehearsal.plinth.dev/job').length).toBeGreaterThanOrEqual(2);
  });

  test('has no priority where none is given, and no field without a value', () => {
    const object = objectOf(kind);
    expect(object.metadata.labels).not.toHaveProperty('kueue.x-k8s.io/priority-class');
    expect(JSON.stringify(object)).not.toContain('null');
  });
});

describe('A plain Job of a rehearsal', () => {
  test('is restricted, on the pool’s nodes, with its share of each', () => {
    const { spec } = objectOf('Job') as unknown as { spec: { template: { spec: Record<string, unknown> } } };
    expect(spec).toMatchObject({ parallelism: 2, completions: 2, backoffLimit: 2 });
    expect(spec.template.spec).toMatchObject({
      nodeSelector: { 'plinth.dev/pool': 'train-h100' },
      securityContext: { runAsNonRoot: true },
      containers: [
        {
          resources: { limits: { 'nvidia.com/gpu': '8' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    });
  });

  test('is told from a notebook by its label', () => {
    expect(objectOf('Notebook').metadata.labels).toMatchObject({ 'plinth.dev/kind': 'notebook' });
    expect(objectOf('Job').metadata.labels).not.toHaveProperty('plinth.dev/kind');
  });
});

describe('A real duration', () => {
  test.each([
    [3_600, 60, '60000ms'],
    [1, 3_600, '1ms'],
  ])('of %i s at %i is %s', (seconds, speed, text) => {
    expect(realDuration(seconds, speed)).toBe(text);
  });
});

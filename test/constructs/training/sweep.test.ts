import { describe, expect, test } from 'vitest';
import type { ExperimentSpec } from '../../../constructs/imports/katib.ts';
import { Sweep, type SweepProps, trialValue } from '../../../constructs/training/index.ts';
import { objectsOfChart, refusals } from './job-objects.ts';
import { trainingOf, trainingPlatform, visionJob } from './training-sample.ts';

function sweep(change: Partial<SweepProps> = {}, job: Partial<SweepProps['job']> = {}): SweepProps {
  const place = trainingOf(trainingPlatform({ frameworks: ['torch', 'mpi', 'katib'] })).place('vision', 'train-h100');
  const { name: _, ...trial } = visionJob({
    place,
    nodes: 1,
    command: ['torchrun', 'train.py', `--lr=${trialValue('lr')}`],
  });
  return {
    name: 'rates',
    job: { ...trial, ...job },
    parameters: [
      { name: 'lr', parameterType: 'double', feasibleSpace: { min: '0.0001', max: '0.1', distribution: 'logUniform' } },
    ],
    objective: { type: 'minimize', objectiveMetricName: 'loss' },
    trials: 12,
    ...change,
  };
}

function experimentOf(props: SweepProps) {
  const [experiment] = objectsOfChart((scope) => new Sweep(scope, 'sweep', props));
  return { metadata: experiment?.metadata, spec: experiment?.['spec'] as ExperimentSpec };
}

const codes = (props: SweepProps) => refusals((scope) => new Sweep(scope, 'sweep', props));

describe('a sweep', () => {
  test('runs trials that are training jobs of the team, each in its queue', () => {
    const { metadata, spec } = experimentOf(sweep({ parallel: 2 }));
    expect(metadata).toMatchObject({ name: 'rates', namespace: 'vision' });
    expect(spec).toMatchObject({
      maxTrialCount: 12,
      parallelTrialCount: 2,
      maxFailedTrialCount: 3,
      algorithm: { algorithmName: 'random' },
    });
    expect(spec.trialTemplate.trialSpec).toMatchObject({
      apiVersion: 'trainer.kubeflow.org/v1alpha1',
      kind: 'TrainJob',
      metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'default' } },
      spec: {
        runtimeRef: { name: 'plinth-torch' },
        trainer: { command: ['torchrun', 'train.py', '--lr=$'.concat('{trialParameters.lr}')] },
      },
    });
    expect(spec.trialTemplate.trialSpec).not.toHaveProperty('metadata.name');
  });

  test('fills each placeholder of the command from the parameter of the same name', () => {
    expect(experimentOf(sweep()).spec.trialTemplate.trialParameters).toEqual([{ name: 'lr', reference: 'lr' }]);
  });

  test('marks the pods of its trials, which alone Katib’s webhook touches and its database hears', () => {
    expect(JSON.stringify(experimentOf(sweep()).spec.trialTemplate.trialSpec)).toContain(
      '"labels":{"plinth.dev/sweep":"rates"}',
    );
  });

  test('reads the metric where the first process runs: on the first node, or on the launcher', () => {
    const labels = (job: Partial<SweepProps['job']> = {}) =>
      experimentOf(sweep({}, job)).spec.trialTemplate.primaryPodLabels;
    expect(labels()).toEqual({
      'jobset.sigs.k8s.io/replicatedjob-name': 'node',
      'batch.kubernetes.io/job-completion-index': '0',
    });
    expect(labels({ framework: 'mpi', nodes: 2, command: ['mpirun', 'train'] })).toMatchObject({
      'jobset.sigs.k8s.io/replicatedjob-name': 'launcher',
    });
  });

  test.each<[string, () => SweepProps, string[]]>([
    ['a name whose trials’ names would not fit', () => sweep({ name: 'a'.repeat(12) }), ['TRAINING_JOB_NAME']],
    ['trials that could never run', () => sweep({}, { acceleratorsPerNode: 9 }), ['TRAINING_ACCELERATORS_PER_NODE']],
    ['elastic trials', () => sweep({}, { nodes: 2, elastic: { minNodes: 1 } }), ['TRAINING_SWEEP_JOB']],
    [
      'trials that need a runtime of their own',
      () => sweep({}, { framework: 'mpi', nodes: 2, image: 'registry.example.org/mpi:1' }),
      ['TRAINING_SWEEP_JOB'],
    ],
    [
      'a platform without Katib',
      () => sweep({}, { place: trainingOf().place('vision', 'train-h100') }),
      ['TRAINING_FRAMEWORK_OFF'],
    ],
  ])('is refused with %s', (_, props, expected) => {
    expect(codes(props())).toEqual(expected);
  });

  test('is taken with a name of eleven characters', () => {
    expect(codes(sweep({ name: 'a'.repeat(11) }))).toEqual([]);
  });
});

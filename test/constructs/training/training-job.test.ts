import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { TrainJobSpec } from '../../../constructs/imports/trainer.gen.ts';
import { renderPlatform } from '../../../constructs/render.ts';
import { TrainingJob, type TrainingJobProps } from '../../../constructs/training/index.ts';
import { PlatformError } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import type { Seconds } from '../../../spec/units.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { objectsOfJob, oneJobPerFramework, trainingOf, trainingPlatform, visionJob } from './training-sample.ts';

function specOf(change: Partial<TrainingJobProps> = {}): TrainJobSpec {
  const job = objectsOfJob(visionJob(change)).find(({ kind }) => kind === 'TrainJob');
  return job?.['spec'] as TrainJobSpec;
}

function podOf(change: Partial<TrainingJobProps> = {}) {
  return specOf(change).runtimePatches?.[0]?.trainingRuntimeSpec?.template?.spec?.replicatedJobs?.[0]?.template?.spec
    ?.template;
}

function codes(change: Partial<TrainingJobProps>): string[] {
  try {
    objectsOfJob(visionJob(change));
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ code }) => code);
    throw error;
  }
  return [];
}

/** A job on a pool with three levels of network, as a place with a topology describes it. */
function onBlocks(topology: 'none' | 'preferred' | 'required'): Partial<TrainingJobProps> {
  const input = trainingPlatform();
  const { spec } = parsePlatform({
    ...input,
    pools: input.pools.map((pool) => ({ ...pool, topology })),
  } as PlatformInput);
  const facts = targetFacts(spec);
  const topologyLevels = ['example.org/block', 'example.org/rack', 'kubernetes.io/hostname'];
  const pools = facts.pools.map((pool) => ({ ...pool, topologyLevels }));
  const { training } = renderPlatform({ spec, facts: { ...facts, pools } }).platform;
  return { place: training?.place('vision', 'train-h100') };
}

describe('a training job', () => {
  test('is written in ten lines', () => {
    const chart = new Chart(new App(), 'vision', { disableResourceNameHashes: true });
    const training = trainingOf();
    new TrainingJob(chart, 'llama', {
      name: 'llama',
      place: training.place('vision', 'train-h100'),
      framework: 'torch',
      image: 'registry.example.org/vision/llama:1.4.0',
      command: ['torchrun', 'train.py', '--steps=1000'],
      nodes: 2,
      acceleratorsPerNode: 8,
      priority: 'high',
    });
    expect(chart.toJson()).toEqual([
      {
        apiVersion: 'trainer.kubeflow.org/v1alpha1',
        kind: 'TrainJob',
        metadata: {
          name: 'llama',
          namespace: 'vision',
          labels: { 'kueue.x-k8s.io/queue-name': 'default', 'kueue.x-k8s.io/priority-class': 'high' },
        },
        spec: {
          runtimeRef: { apiGroup: 'trainer.kubeflow.org', kind: 'ClusterTrainingRuntime', name: 'plinth-torch' },
          trainer: {
            image: 'registry.example.org/vision/llama:1.4.0',
            command: ['torchrun', 'train.py', '--steps=1000'],
            numNodes: 2,
            numProcPerNode: 8,
            resourcesPerNode: {
              requests: { cpu: '172', memory: '1843Gi', 'nvidia.com/gpu': '8' },
              limits: { memory: '1843Gi', 'nvidia.com/gpu': '8' },
            },
          },
          runtimePatches: [
            {
              manager: 'plinth.dev/training-job',
              trainingRuntimeSpec: {
                template: {
                  spec: {
                    replicatedJobs: [
                      {
                        name: 'node',
                        template: {
                          spec: {
                            template: {
                              spec: { nodeSelector: { 'plinth.dev/pool': 'train-h100' } },
                            },
                          },
                        },
                      },
                    ],
                  },
                },
              },
            },
          ],
        },
      },
    ]);
  });

  test('takes all accelerators of a node unless told otherwise, and their part of its CPU and memory', () => {
    expect(specOf().trainer?.resourcesPerNode?.requests).toEqual({
      cpu: '172',
      memory: '1843Gi',
      'nvidia.com/gpu': '8',
    });
    expect(specOf({ acceleratorsPerNode: 2 }).trainer?.resourcesPerNode?.requests).toEqual({
      cpu: '43',
      memory: '460Gi',
      'nvidia.com/gpu': '2',
    });
  });

  test('tells the program about checkpoints of its own', () => {
    const checkpoints = { every: 60 as Seconds, keep: 9, uri: 's3://archive/llama' };
    expect(specOf({ checkpoints, env: { NCCL_DEBUG: 'WARN' } }).trainer?.env).toEqual([
      { name: 'PLINTH_CHECKPOINT_EVERY_SECONDS', value: '60' },
      { name: 'PLINTH_CHECKPOINT_KEEP', value: '9' },
      { name: 'PLINTH_CHECKPOINT_URI', value: 's3://archive/llama' },
      { name: 'NCCL_DEBUG', value: 'WARN' },
    ]);
    expect(specOf().trainer?.env).toBeUndefined();
  });

  test('goes on with fewer nodes when it is elastic: torchrun finds out how many there are', () => {
    const spec = specOf({ elastic: { minNodes: 1 } });
    expect(spec.runtimeRef.name).toBe('plinth-torch-elastic');
    expect(spec.trainer).toMatchObject({
      numNodes: 2,
      command: [
        'torchrun',
        '--nnodes=1:2',
        '--rdzv-backend=c10d',
        '--rdzv-endpoint=llama-node-0-0.llama:29400',
        '--rdzv-id=llama',
        '--max-restarts=3',
        'train.py',
      ],
    });
  });

  test('may lock memory and use the fabric, in the namespace for it', () => {
    const [job] = objectsOfJob(visionJob({ fabric: 'rdma' }));
    expect(job?.metadata.namespace).toBe('vision-fabric');
    expect(specOf({ fabric: 'rdma' }).trainer?.resourcesPerNode?.limits).toMatchObject({ 'rdma/fabric': '8' });
    expect(podOf({ fabric: 'rdma' })?.spec?.containers).toEqual([
      {
        name: 'node',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] } },
      },
    ]);
    expect(podOf()?.spec?.containers).toBeUndefined();
  });

  test.each([
    ['none', {}],
    ['preferred', { 'kueue.x-k8s.io/podset-preferred-topology': 'example.org/rack' }],
    ['required', { 'kueue.x-k8s.io/podset-required-topology': 'example.org/block' }],
  ] as const)('stays within a network block as its pool says: %s', (topology, annotations) => {
    expect(podOf(onBlocks(topology))?.metadata?.annotations ?? {}).toEqual(annotations);
  });

  test('of MPI keeps launcher and nodes together, and brings a runtime for an image of its own', () => {
    const mpi = { framework: 'mpi', command: ['mpirun', 'train'] } as const;
    expect(podOf({ ...mpi, ...onBlocks('required') })?.metadata?.annotations).toEqual({
      'kueue.x-k8s.io/podset-required-topology': 'example.org/block',
      'kueue.x-k8s.io/podset-group-name': 'gang',
    });
    const objects = objectsOfJob(visionJob({ ...mpi, image: 'registry.example.org/horovod:1' }));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'TrainingRuntime vision/llama',
      'TrainJob vision/llama',
    ]);
    expect(specOf({ ...mpi, image: 'registry.example.org/horovod:1' }).runtimeRef).toMatchObject({
      kind: 'TrainingRuntime',
      name: 'llama',
    });
    expect(specOf(mpi).runtimeRef).toMatchObject({ kind: 'ClusterTrainingRuntime', name: 'plinth-mpi' });
  });

  test('of a sandboxed team runs on the team’s runtime, which names the sandbox', () => {
    const quota = { 'train-h100': { guaranteed: 8, borrowable: 8 } };
    const teams = [{ name: 'agents', groups: ['oidc:agents'], quota, sandbox: 'gvisor' as const }];
    const place = trainingOf(trainingPlatform({ frameworks: ['torch'] }, { teams })).place('agents', 'train-h100');
    expect(specOf({ place }).runtimeRef).toMatchObject({ kind: 'TrainingRuntime', name: 'plinth-torch' });
  });

  test('on a pool without accelerators counts vCPUs and starts one process on each node', () => {
    const pools = [{ name: 'cpu', machine: { vcpus: 100, memory: '400Gi' as const }, nodes: { min: 2, max: 2 } }];
    const teams = [{ name: 'vision', groups: ['oidc:vision'], quota: { cpu: { guaranteed: 200, borrowable: 0 } } }];
    const place = trainingOf(trainingPlatform({ frameworks: ['torch'] }, { pools, teams })).place('vision', 'cpu');
    expect(specOf({ place }).trainer).toMatchObject({
      numProcPerNode: 1,
      resourcesPerNode: { requests: { cpu: '90', memory: '360Gi' }, limits: { memory: '360Gi' } },
    });
  });

  test('exists for each framework, for the e2e tier to submit', () => {
    const names = oneJobPerFramework(trainingOf()).map(({ metadata }) => metadata.name);
    expect(names).toEqual(['try-torch', 'try-jax', 'try-deepspeed', 'try-mpi', 'try-xgboost']);
  });
});

describe('a training job that could never run', () => {
  const speech = () => trainingOf().place('speech', 'train-h100');
  const onEthernet = () => {
    const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
    const pools = [{ name: 'train-h100', machine, nodes: { min: 2, max: 2 } }];
    return trainingOf(trainingPlatform(undefined, { pools })).place('vision', 'train-h100');
  };
  const onlyJax = () => trainingOf(trainingPlatform({ frameworks: ['jax'] })).place('vision', 'train-h100');

  test.each<[string, () => Partial<TrainingJobProps>, string[]]>([
    [
      'with more accelerators than a node has',
      () => ({ acceleratorsPerNode: 9, nodes: 1 }),
      ['TRAINING_ACCELERATORS_PER_NODE'],
    ],
    ['with part of an accelerator', () => ({ acceleratorsPerNode: 0.5 }), ['TRAINING_ACCELERATORS_PER_NODE']],
    ['on no node', () => ({ nodes: 0 }), ['TRAINING_NODES_RANGE']],
    ['on more nodes than the pool ever has', () => ({ nodes: 3 }), ['TRAINING_NODES_RANGE', 'TRAINING_QUOTA_EXCEEDED']],
    [
      'beyond guarantee and loan',
      () => ({ nodes: 9, acceleratorsPerNode: 2 }),
      ['TRAINING_NODES_RANGE', 'TRAINING_QUOTA_EXCEEDED'],
    ],
    ['with RDMA that its team may not use', () => ({ place: speech(), fabric: 'rdma' }), ['TRAINING_FABRIC_FORBIDDEN']],
    [
      'with RDMA that its pool does not have',
      () => ({ place: onEthernet(), fabric: 'rdma' }),
      ['TRAINING_FABRIC_MISSING'],
    ],
    ['in a framework that is off', () => ({ place: onlyJax() }), ['TRAINING_FRAMEWORK_OFF']],
    ['with a priority nobody knows', () => ({ priority: 'urgent' }), ['TRAINING_PRIORITY_UNKNOWN']],
    ['with a name of more than 20 characters', () => ({ name: 'a'.repeat(21) }), ['TRAINING_JOB_NAME']],
    ['with a name that begins with a digit', () => ({ name: '7b' }), ['TRAINING_JOB_NAME']],
    ['of MPI on one node', () => ({ framework: 'mpi', nodes: 1 }), ['TRAINING_MPI_NODES']],
    [
      'elastic without torchrun',
      () => ({ command: ['python', 'train.py'], elastic: { minNodes: 1 } }),
      ['TRAINING_ELASTIC_TORCHRUN'],
    ],
    ['elastic upwards', () => ({ elastic: { minNodes: 2 } }), ['TRAINING_ELASTIC_RANGE']],
    [
      'wrong in two ways, both told',
      () => ({ name: 'A', priority: 'urgent' }),
      ['TRAINING_JOB_NAME', 'TRAINING_PRIORITY_UNKNOWN'],
    ],
  ])('is refused: %s', (_, change, expected) => {
    expect(codes(change())).toEqual(expected);
  });

  test.each<[string, Partial<TrainingJobProps>]>([
    ['20 characters', { name: 'a'.repeat(20) }],
    ['all that the team can hold', { nodes: 2, acceleratorsPerNode: 8 }],
    ['pods that share nodes', { nodes: 8, acceleratorsPerNode: 2 }],
    ['one accelerator', { nodes: 1, acceleratorsPerNode: 1 }],
  ])('is one step away from one that is taken: %s', (_, change) => {
    expect(codes(change)).toEqual([]);
  });

  test('says where, what and how to put it right', () => {
    expect(() => objectsOfJob(visionJob({ acceleratorsPerNode: 9, nodes: 1 }))).toThrow(
      'TRAINING_ACCELERATORS_PER_NODE at jobs/llama.acceleratorsPerNode: expected 1–8 of nvidia.com/gpu on a node of pool train-h100, got 9; ask for less on each node and for more nodes',
    );
  });
});

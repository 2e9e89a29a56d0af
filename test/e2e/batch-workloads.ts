import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';

const namespace = 'default';
const queued = { 'kueue.x-k8s.io/queue-name': 'team' };
const kueue = 'kueue.x-k8s.io/v1beta2';
const eightGpus = { limits: { 'nvidia.com/gpu': '8' } };
const container = { name: 'main', image: 'registry.example.org/train:1', resources: eightGpus };
const toEnd = { template: { spec: { restartPolicy: 'Never', containers: [container] } } };

/** GPUs that the queue may give out: four nodes of eight. */
const QUOTA = { cpu: '600', memory: '6Ti', 'nvidia.com/gpu': '32' };

/** A queue over all simulated nodes, and a training runtime. */
export const QUEUE: readonly KubernetesObject[] = [
  { apiVersion: kueue, kind: 'ResourceFlavor', metadata: { name: 'h100' }, spec: { nodeLabels: { pool: 'h100' } } },
  {
    apiVersion: kueue,
    kind: 'ClusterQueue',
    metadata: { name: 'team' },
    spec: {
      namespaceSelector: {},
      resourceGroups: [
        {
          coveredResources: Object.keys(QUOTA),
          flavors: [
            {
              name: 'h100',
              resources: Object.entries(QUOTA).map(([name, nominalQuota]) => ({ name, nominalQuota })),
            },
          ],
        },
      ],
    },
  },
  { apiVersion: kueue, kind: 'LocalQueue', metadata: { name: 'team', namespace }, spec: { clusterQueue: 'team' } },
  {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'ClusterTrainingRuntime',
    metadata: { name: 'torch', labels: { 'trainer.kubeflow.org/framework': 'torch' } },
    spec: { mlPolicy: { numNodes: 1, torch: {} }, template: { spec: { replicatedJobs: [trainerNode()] } } },
  },
];

function trainerNode(): object {
  const step = { 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' };
  const pod = { spec: { containers: [{ name: 'node', image: 'registry.example.org/torch:1' }] } };
  return { name: 'node', template: { metadata: { labels: step }, spec: { template: pod } } };
}

/** One pod with eight GPUs. */
export const JOB: KubernetesObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'job', namespace, labels: queued },
  spec: toEnd,
};

/** Two pods with eight GPUs each, together or not at all. */
export const JOB_SET: KubernetesObject = {
  apiVersion: 'jobset.x-k8s.io/v1alpha2',
  kind: 'JobSet',
  metadata: { name: 'jobset', namespace, labels: queued },
  spec: {
    replicatedJobs: [{ name: 'worker', replicas: 1, template: { spec: { completions: 2, parallelism: 2, ...toEnd } } }],
  },
};

/** Two nodes of eight GPUs with the torch runtime. */
export const TRAIN_JOB: KubernetesObject = {
  apiVersion: 'trainer.kubeflow.org/v1alpha1',
  kind: 'TrainJob',
  metadata: { name: 'trainjob', namespace, labels: queued },
  spec: { runtimeRef: { name: 'torch' }, trainer: { numNodes: 2, resourcesPerNode: eightGpus } },
};

/** A leader and a worker with eight GPUs each, which serve and never end. */
export const LEADER_WORKER_SET: KubernetesObject = {
  apiVersion: 'leaderworkerset.x-k8s.io/v1',
  kind: 'LeaderWorkerSet',
  metadata: { name: 'lws', namespace, labels: queued },
  spec: { replicas: 1, leaderWorkerTemplate: { size: 2, workerTemplate: { spec: { containers: [container] } } } },
};

function rayGroup(name: string, gpus: number): object {
  const limits = { cpu: '4', memory: '8Gi', ...(gpus > 0 ? { 'nvidia.com/gpu': String(gpus) } : {}) };
  const ray = { name, image: 'registry.example.org/ray:2', resources: { limits } };
  return { rayStartParams: {}, template: { spec: { containers: [ray] } } };
}

const RAY = {
  rayVersion: '2.52.0',
  headGroupSpec: rayGroup('head', 0),
  workerGroupSpecs: [{ groupName: 'gpu', replicas: 1, minReplicas: 1, maxReplicas: 1, ...rayGroup('worker', 8) }],
};

/** A Ray cluster with one GPU worker that stays. */
export const RAY_CLUSTER: KubernetesObject = {
  apiVersion: 'ray.io/v1',
  kind: 'RayCluster',
  metadata: { name: 'ray', namespace, labels: queued },
  spec: RAY,
};

/** A Ray job that brings its own cluster and takes it away. */
export const RAY_JOB: KubernetesObject = {
  apiVersion: 'ray.io/v1',
  kind: 'RayJob',
  metadata: { name: 'rayjob', namespace, labels: queued },
  spec: { entrypoint: 'python train.py', shutdownAfterJobFinishes: true, rayClusterSpec: RAY },
};

/** A Spark application with a driver and two executors. */
export const SPARK_APPLICATION: KubernetesObject = {
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name: 'spark', namespace },
  spec: {
    type: 'Python',
    mode: 'cluster',
    image: 'registry.example.org/spark:4',
    sparkVersion: '4.0.0',
    mainApplicationFile: 'local:///opt/etl.py',
    driver: { cores: 1, memory: '512m', serviceAccount: 'spark-operator-spark' },
    executor: { instances: 2, cores: 2, memory: '4g' },
  },
};

import { components } from '../../catalog/index.ts';
import type { FleetManagerSpec } from '../../spec/fleet-role.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { durationText } from '../../spec/units.ts';

/** Values of the Kueue chart that Plinth sets. */
export interface KueueValues {
  readonly controllerManager: {
    readonly replicas: number;
    readonly manager: {
      readonly image: { readonly repository: string; readonly tag: string; readonly pullPolicy: 'IfNotPresent' };
      readonly resources: { readonly requests: Amounts; readonly limits: Amounts };
    };
    readonly podDisruptionBudget: { readonly enabled: boolean; readonly minAvailable: number };
  };
  readonly managerConfig: { readonly controllerManagerConfigYaml: string };
}

interface Amounts {
  readonly cpu: string;
  readonly memory: string;
}

/** Frameworks whose jobs Kueue holds back, each with the API that must be there before its manager starts. */
const ALWAYS = ['batch/job', 'pod', 'deployment', 'statefulset'] as const;
const LEADER_WORKER_SET = 'leaderworkerset.x-k8s.io/leaderworkerset';
const WITH_TRAINING = ['jobset.x-k8s.io/jobset', LEADER_WORKER_SET, 'trainer.kubeflow.org/trainjob'] as const;
const WITH_RAY = ['ray.io/rayjob', 'ray.io/raycluster'] as const;
const WITH_SPARK = ['sparkoperator.k8s.io/sparkapplication'] as const;

/** A kind of jobs, as Kueue's configuration names it. */
export type KueueFramework =
  | (typeof ALWAYS)[number]
  | (typeof WITH_TRAINING)[number]
  | (typeof WITH_RAY)[number]
  | (typeof WITH_SPARK)[number];

/** Resources that come with a node and are not what teams are given quota for. */
const NOT_COUNTED = ['ephemeral-storage', 'hugepages-', 'rdma/', 'vpc.amazonaws.com/', 'networking.gke.io.networks/'];

/** Teams' namespaces: in them every job is queued, also one that names no queue. */
const TEAMS = { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] };

/** A class of devices that pods claim, and what quotas count it as. */
export interface DeviceClassCount {
  /** Name of the DeviceClass. */
  readonly className: string;
  /** Resource in the quotas. */
  readonly resource: string;
}

/** The chart's values for a platform. */
export function kueueValues(spec: PlatformSpec, deviceClasses: readonly DeviceClassCount[] = []): KueueValues {
  const large = spec.teams.length > 200;
  const amounts = large ? { cpu: '2', memory: '4Gi' } : { cpu: '500m', memory: '1Gi' };
  return {
    controllerManager: {
      replicas: 2,
      manager: {
        image: {
          repository: 'registry.k8s.io/kueue/kueue',
          tag: `v${spec.components['kueue']?.version ?? components.kueue.version}`,
          pullPolicy: 'IfNotPresent',
        },
        resources: { requests: amounts, limits: { cpu: large ? '4' : '2', memory: amounts.memory } },
      },
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
    },
    managerConfig: { controllerManagerConfigYaml: JSON.stringify(kueueConfiguration(spec, deviceClasses), null, 2) },
  };
}

/**
 * Workers for each kind: those of Kueue's released configuration, and as many for each kind of job that waits in queues.
 * Without a number a kind has one worker, which handles some three jobs a second.
 */
const WORKERS = {
  'Job.batch': 5,
  'JobSet.jobset.x-k8s.io': 5,
  'TrainJob.trainer.kubeflow.org': 5,
  'RayJob.ray.io': 5,
  Pod: 5,
  'Workload.kueue.x-k8s.io': 10,
  'LocalQueue.kueue.x-k8s.io': 5,
  'Cohort.kueue.x-k8s.io': 1,
  'ClusterQueue.kueue.x-k8s.io': 5,
  'ResourceFlavor.kueue.x-k8s.io': 1,
} as const;

/** Kueue's own configuration, version `config.kueue.x-k8s.io/v1beta2`. JSON is YAML: no second writer is needed. */
export function kueueConfiguration(spec: PlatformSpec, deviceClasses: readonly DeviceClassCount[] = []) {
  const { backoff, retries, timeout } = spec.queueing.gangs;
  return {
    apiVersion: 'config.kueue.x-k8s.io/v1beta2',
    kind: 'Configuration',
    health: { healthProbeBindAddress: ':8081' },
    metrics: { bindAddress: ':8443', enableClusterQueueResources: true },
    webhook: { port: 9443 },
    leaderElection: { leaderElect: true, resourceName: 'c1f6bfd2.kueue.x-k8s.io' },
    controller: { groupKindConcurrency: WORKERS },
    clientConnection: { qps: 300, burst: 500 },
    manageJobsWithoutQueueName: true,
    managedJobsNamespaceSelector: TEAMS,
    waitForPodsReady: {
      timeout: durationText(timeout),
      blockAdmission: false,
      requeuingStrategy: { timestamp: 'Eviction', backoffLimitCount: retries, backoffBaseSeconds: backoff },
    },
    integrations: { frameworks: kueueFrameworks(spec) },
    ...(spec.fleet?.kind === 'manager' ? { multiKueue: multiKueue(spec.fleet) } : {}),
    ...(uses(spec, 'spark') ? { featureGates: ALPHA_FOR_SPARK } : {}),
    fairSharing: { preemptionStrategies: ['LessThanOrEqualToFinalShare', 'LessThanInitialShare'] },
    resources: { excludeResourcePrefixes: NOT_COUNTED, ...deviceClassMappings(deviceClasses) },
  };
}

/** Kueue does not start with Spark among its frameworks unless this is on: the integration is alpha in 0.19. */
const ALPHA_FOR_SPARK = { SparkApplicationIntegration: true };

/** How Kueue sends jobs to other clusters. The origin marks what this fleet sent, so that nobody else's jobs are cleaned away. */
function multiKueue({ dispatch, fleet }: FleetManagerSpec) {
  return {
    origin: fleet,
    workerLostTimeout: durationText(dispatch.lostAfter),
    ...(dispatch.kind === 'race'
      ? { dispatcherName: 'kueue.x-k8s.io/multikueue-dispatcher-all-at-once' }
      : {
          dispatcherName: 'kueue.x-k8s.io/multikueue-dispatcher-incremental',
          incrementalDispatcherConfig: { stepSize: dispatch.atOnce },
        }),
  };
}

/** Kinds of jobs that Kueue holds back on a platform. */
export function kueueFrameworks(spec: PlatformSpec): readonly KueueFramework[] {
  if (spec.training === undefined) return spec.serving === undefined ? ALWAYS : [...ALWAYS, LEADER_WORKER_SET];
  return [
    ...ALWAYS,
    ...WITH_TRAINING,
    ...(uses(spec, 'ray') ? WITH_RAY : []),
    ...(uses(spec, 'spark') ? WITH_SPARK : []),
  ];
}

function uses({ training }: PlatformSpec, framework: 'ray' | 'spark'): boolean {
  return training?.frameworks.includes(framework) ?? false;
}

/** Counts claimed devices like those of a device plugin; one mapping for each resource, with all classes that count as it. */
function deviceClassMappings(classes: readonly DeviceClassCount[]) {
  if (classes.length === 0) return {};
  const byResource = Map.groupBy(classes, ({ resource }) => resource);
  return {
    deviceClassMappings: [...byResource].map(([name, all]) => ({
      name,
      deviceClassNames: all.map(({ className }) => className),
    })),
  };
}

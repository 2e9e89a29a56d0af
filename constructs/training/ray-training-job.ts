import { Construct } from 'constructs';
import { components, isBelowFloor } from '../../catalog/index.ts';
import { enforce, type Finding, type Rule } from '../../spec/finding.ts';
import { RESTRICTED_CONTAINER } from '../core/index.ts';
import { RayJob } from '../imports/kuberay.gen.ts';
import type { Container, PodTemplateSpec, ResourceRequirements } from '../imports/kubernetes.gen.ts';
import { TEAM_SERVICE_ACCOUNT } from '../tenancy/index.ts';
import { checkpointParts } from './checkpoint-store.ts';
import { type GangProps, namespaceOf, unitsOf } from './job-props.ts';
import { type At, error, frameworkIsOn, GANG_RULES, jobName, withoutDaemon } from './job-rules.ts';
import { nodeShare } from './node-share.ts';
import { labelled, podHome, SHARED_MEMORY } from './pod-parts.ts';
import { FABRIC_CONTAINER, RESTRICTED_POD } from './restricted-pod.ts';
import { topologyRequest } from './topology-request.ts';

/** A run on a Ray cluster of its own. */
export interface RayTrainingJobProps extends GangProps {
  /** Image with Ray and the program. */
  readonly image: string;
  /** What Ray runs, as one line for its shell. */
  readonly entrypoint: string;
  /** Version of Ray in the image; not below the catalogue's floor, because older ones let anybody run code. @default - the catalogue's */
  readonly rayVersion?: string;
}

/** Longest name that KubeRay takes. Unit: characters. */
const LONGEST_RAY_JOB = 47;
/** The head only directs: it is given no work of the job. */
const HEAD: ResourceRequirements = { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } };
const SUBMITTER: ResourceRequirements = { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } };

/**
 * A Ray job of a team, with a Ray cluster that lives as long as the job and that only who holds its token may use.
 *
 * @throws {PlatformError} `TRAINING_…` if it could never run: see the room's page for the codes.
 */
export class RayTrainingJob extends Construct {
  /** Namespace that it runs in. */
  public readonly namespace: string;

  public constructor(scope: Construct, id: string, props: RayTrainingJobProps) {
    super(scope, id);
    enforce({ at: this.node.path, props }, RULES);
    this.namespace = namespaceOf(props);
    const { place, priority } = props;
    const rayVersion = props.rayVersion ?? components.ray.version;
    new RayJob(this, 'job', {
      metadata: {
        name: props.name,
        namespace: this.namespace,
        labels: {
          'kueue.x-k8s.io/queue-name': place.queueName,
          ...(priority === undefined ? {} : { 'kueue.x-k8s.io/priority-class': priority }),
        },
      },
      spec: {
        // Kueue starts it: until then it is suspended, and its cluster does not exist.
        suspend: true,
        shutdownAfterJobFinishes: true,
        submissionMode: 'K8sJobMode',
        backoffLimit: place.training.retries,
        entrypoint: props.entrypoint,
        submitterPodTemplate: pod(props, 'ray-job-submitter', SUBMITTER),
        rayClusterSpec: {
          rayVersion,
          authOptions: { mode: 'token' },
          headGroupSpec: {
            serviceType: 'ClusterIP',
            rayStartParams: { 'num-cpus': '0', 'num-gpus': '0' },
            template: pod(props, 'ray-head', HEAD),
          },
          workerGroupSpecs: [workers(props)],
        },
      },
    });
  }
}

function workers(props: RayTrainingJobProps) {
  const { fabric, nodes, place } = props;
  const template = pod(props, 'ray-worker', nodeShare(place.pool, unitsOf(props), fabric === 'rdma'), fabric);
  const metadata = { ...template.metadata, annotations: topologyRequest(place.pool) };
  return {
    groupName: 'workers',
    replicas: nodes,
    minReplicas: nodes,
    maxReplicas: nodes,
    rayStartParams: {},
    template: { ...template, metadata },
  };
}

function pod(
  { image, name: job, place }: RayTrainingJobProps,
  name: string,
  resources: ResourceRequirements,
  fabric?: 'rdma' | 'none',
): PodTemplateSpec {
  const checkpoints = checkpointParts(place.training, place.store, job);
  const home = podHome();
  const container: Container = {
    name,
    image,
    resources,
    env: [...home.env, ...checkpoints.env],
    envFrom: checkpoints.envFrom,
    volumeMounts: [SHARED_MEMORY.mount, ...home.mounts, ...checkpoints.mounts],
    securityContext: fabric === 'rdma' ? FABRIC_CONTAINER : RESTRICTED_CONTAINER,
  };
  return {
    metadata: labelled(place.podLabels),
    spec: {
      // Ray's own pods are restarted in place; what submits the job ends with it.
      restartPolicy: name === 'ray-job-submitter' ? 'Never' : 'Always',
      serviceAccountName: TEAM_SERVICE_ACCOUNT,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      runtimeClassName: place.team.sandbox === 'none' ? undefined : place.team.sandbox,
      nodeSelector: place.pool.facts.nodeLabels,
      securityContext: RESTRICTED_POD,
      containers: [container],
      volumes: [SHARED_MEMORY.volume, ...home.volumes, ...checkpoints.volumes],
    },
  };
}

function* raySafe({ at, props: { rayVersion } }: At<RayTrainingJobProps>): Iterable<Finding> {
  if (rayVersion === undefined || !isBelowFloor(components.ray, rayVersion)) return;
  yield error('TRAINING_RAY_BELOW_FLOOR', `${at}.rayVersion`, {
    problem: `Ray ${rayVersion} is below ${components.ray.floor.version}: ${components.ray.floor.because}`,
    fix: `use an image with Ray ${components.ray.floor.version} or newer`,
  });
}

const RULES: readonly Rule<At<RayTrainingJobProps>>[] = [
  jobName(LONGEST_RAY_JOB, 'KubeRay takes no more'),
  frameworkIsOn('ray'),
  ...GANG_RULES,
  withoutDaemon('a Ray job'),
  raySafe,
];

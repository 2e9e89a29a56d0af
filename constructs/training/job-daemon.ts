import type { PodTemplateSpec } from '../imports/kubernetes.gen.ts';
import type { TrainingRuntimeReplicatedJob, TrainingRuntimeSpec } from '../imports/trainer.gen.ts';
import { INTERFACES, type ReceiveDaemon, receiveDaemon, takesDaemon } from '../tenancy/index.ts';
import type { JobPlace } from './job-place.ts';
import type { GangProps } from './job-props.ts';
import { FABRIC_CONTAINER } from './restricted-pod.ts';
import { TRAINER_CONTAINER } from './runtime-pod.ts';

/** A receive daemon, and the networks that its machine's cards are in. */
export interface JobDaemon {
  /** The side-car and what comes with it. */
  readonly daemon: ReceiveDaemon;
  /** Networks of the cluster, one for each card. */
  readonly networks: readonly string[];
}

/** The receive daemon of jobs that use the fabric of a place; nothing where the fabric needs none, or its cards are in no network. */
export function daemonOf(place: JobPlace): JobDaemon | undefined {
  const { fabric } = place.pool.shape;
  if (!takesDaemon(fabric)) return undefined;
  const networks = (place.cardNetworks ?? []).slice(0, fabric.networks);
  return networks.length < fabric.networks ? undefined : { daemon: receiveDaemon(fabric.kind), networks };
}

/** The receive daemon that a job brings. */
export function jobDaemon({ fabric, place }: Pick<GangProps, 'fabric' | 'place'>): JobDaemon | undefined {
  return fabric === 'rdma' ? daemonOf(place) : undefined;
}

/** A runtime in each of whose pods the receive daemon runs beside the program. */
export function withDaemon(runtime: TrainingRuntimeSpec, brought: JobDaemon): TrainingRuntimeSpec {
  const { template } = runtime;
  const replicatedJobs = template?.spec?.replicatedJobs?.map((job) => inJob(job, brought));
  return { ...runtime, template: { ...template, spec: { ...template?.spec, replicatedJobs } } };
}

function inJob(job: TrainingRuntimeReplicatedJob, brought: JobDaemon): TrainingRuntimeReplicatedJob {
  const { spec } = job.template;
  return { ...job, template: { ...job.template, spec: { ...spec, template: inPod(spec?.template ?? {}, brought) } } };
}

function inPod({ metadata, spec }: PodTemplateSpec, { daemon, networks }: JobDaemon): PodTemplateSpec {
  const interfaces = ['default', ...networks].map((network, at) => ({ interfaceName: `eth${at}`, network }));
  const annotations = {
    ...daemon.annotations,
    'networking.gke.io/default-interface': 'eth0',
    [INTERFACES]: JSON.stringify(interfaces),
  };
  const containers = (spec?.containers ?? []).map((container) =>
    container.name !== TRAINER_CONTAINER
      ? container
      : {
          ...container,
          env: [...(container.env ?? []), ...daemon.env],
          securityContext: FABRIC_CONTAINER,
          volumeMounts: [...(container.volumeMounts ?? []), ...daemon.mounts],
        },
  );
  return {
    metadata: { ...metadata, annotations: { ...metadata?.annotations, ...annotations } },
    spec: {
      ...spec,
      initContainers: [...(spec?.initContainers ?? []), daemon.container],
      containers,
      volumes: [...(spec?.volumes ?? []), ...daemon.volumes],
    },
  };
}

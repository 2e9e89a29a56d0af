import { Construct } from 'constructs';
import type { Dataset } from '../../spec/dataset.ts';
import type { EndpointSpec } from '../../spec/serving.ts';
import { RESTRICTED_CONTAINER } from '../core/index.ts';
import { type Container, type EnvVar, Job, type Volume, type VolumeMount } from '../imports/kubernetes.gen.ts';
import { nodeShare } from '../training/index.ts';
import { MODEL_FOLDER, modelSource } from './model-source.ts';
import { type Revision, revisionAnnotations, revisionLabels, revisionName } from './revision.ts';
import { queueLabels, scratch, serverPod } from './server-pod.ts';
import type { ServingPlace } from './serving-place.ts';

/** What is run again. */
export interface ReplayJobProps {
  /** Where it runs, from `platform.serving`. */
  readonly place: ServingPlace;
  /** The endpoint that served it. */
  readonly endpoint: EndpointSpec;
  /** The release as a revision: model, runtime, arguments. */
  readonly revision: Revision & { readonly runtimeImage: string };
  /** Version of the data that it was trained on. */
  readonly dataset: Dataset;
  /** What the runtime runs. @default - what its image runs, with the arguments of the release */
  readonly command?: readonly string[];
}

/** Where data that lies in a registry is mounted. */
const DATA_FOLDER = '/mnt/data';
/** How long a finished replay stays to be looked at. Unit: seconds. */
const KEPT_SECONDS = 86_400;

/**
 * A job that runs an old model with its old runtime on its old data: everything by digest, restricted, once, through the team's
 * queue, so that it takes nothing from others that the team may not take. The model's signature is looked at first, as for a server.
 *
 * The model is mounted at `/mnt/models`, data from a registry at `/mnt/data`; everything else the runtime fetches by itself:
 * it finds kind, address and version in `PLINTH_DATASET_KIND`, `PLINTH_DATASET_URI` and `PLINTH_DATASET_VERSION`.
 */
export class ReplayJob extends Construct {
  public constructor(scope: Construct, id: string, props: ReplayJobProps) {
    super(scope, id);
    const { endpoint, place, revision } = props;
    const labels = { ...revisionLabels(endpoint, revision), 'plinth.dev/replay': 'true' };
    const metadata = { labels: { ...labels, ...place.podLabels }, annotations: revisionAnnotations(revision) };
    const { topologySpreadConstraints: _, ...pod } = serverPod(place, labels);
    const source = modelSource(revision.model.uri, place);
    const check = place.verify?.(revision, source);
    const data = dataOf(props.dataset);
    const mounts = [source.volume, data, scratch('tmp', '/tmp')].filter((each) => each !== undefined);
    new Job(this, 'job', {
      metadata: {
        name: `${revisionName(endpoint, revision)}-replay`,
        namespace: place.namespace,
        labels: { ...labels, ...queueLabels(place.queueName, endpoint.priority) },
        annotations: revisionAnnotations(revision),
      },
      spec: {
        // The queue starts it.
        suspend: true,
        backoffLimit: 0,
        ttlSecondsAfterFinished: KEPT_SECONDS,
        template: {
          metadata,
          spec: {
            ...pod,
            restartPolicy: 'Never',
            initContainers: check === undefined ? undefined : [check.container],
            containers: [
              container(
                props,
                mounts.map(({ mount }) => mount),
              ),
            ],
            volumes: [...mounts.map(({ volume }) => volume), ...(check?.volumes ?? [])],
          },
        },
      },
    });
  }
}

function container({ command, dataset, endpoint, place, revision }: ReplayJobProps, mounts: VolumeMount[]): Container {
  const units = 'vcpus' in endpoint && endpoint.accelerators === 0 ? 0 : (endpoint.accelerators ?? 1);
  return {
    name: 'replay',
    image: revision.runtimeImage,
    ...(command === undefined || command.length === 0 ? { args: revision.args } : { command }),
    env: environment(dataset, revision),
    resources: nodeShare(place.pool, Math.max(1, units)),
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: mounts,
  };
}

function environment({ kind, uri, version }: Dataset, { model, number, release }: Revision): EnvVar[] {
  return Object.entries({
    HOME: '/tmp',
    PLINTH_RELEASE: release ?? `${number}`,
    PLINTH_MODEL: MODEL_FOLDER,
    PLINTH_MODEL_URI: model.uri,
    PLINTH_DATASET_KIND: kind,
    PLINTH_DATASET_URI: uri,
    PLINTH_DATASET_VERSION: version,
  }).map(([name, value]) => ({ name, value }));
}

function dataOf({ kind, uri }: Dataset): { readonly volume: Volume; readonly mount: VolumeMount } | undefined {
  if (kind !== 'oci') return undefined;
  const reference = uri.slice('oci://'.length);
  return {
    volume: { name: 'data', image: { reference, pullPolicy: 'IfNotPresent' } },
    mount: { name: 'data', mountPath: DATA_FOLDER, readOnly: true },
  };
}

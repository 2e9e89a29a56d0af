import { compareVersions } from '../../catalog/index.ts';
import type { TeamBucket } from '../../spec/facts.ts';
import type { Volume, VolumeMount } from '../imports/kubernetes.gen.ts';

/** Folder in which every server finds its model. */
export const MODEL_FOLDER = '/mnt/models';

/** First minor of Kubernetes whose nodes mount images as volumes without a feature gate. */
export const IMAGE_VOLUMES = '1.35';

/** Whether nodes mount images as volumes; otherwise a model’s image must have a shell, which KServe runs beside the server. */
export function mountsImages(kubernetes: string): boolean {
  return compareVersions(kubernetes, IMAGE_VOLUMES) >= 0;
}

/** Name that KServe gives to the volume of a model; a volume of this name is taken as it is. */
const VOLUME = 'mnt-models';

/** What decides how a model reaches a server. */
export interface ModelPlace {
  /** Kubernetes minor of the cluster. */
  readonly kubernetes: string;
  /** The team's part of the object store. @default - the place has none */
  readonly bucket?: TeamBucket;
}

/** Where a server's model comes from. */
export interface ModelSource {
  /** Address in KServe's words. */
  readonly uri: string;
  /** The model as a volume that other containers of the pod can mount too. @default - it is fetched when the pod starts */
  readonly volume?: { readonly volume: Volume; readonly mount: VolumeMount };
}

/**
 * Where KServe gets a model from.
 *
 * A model in a registry is mounted as an image: nothing is copied, the runtime of the node checks its digest, and the
 * node keeps it for the next start. Before Kubernetes 1.35 a container beside the server holds the image open instead.
 *
 * @param model - `oci://…`, an address of an object store, or a folder of the team's bucket
 */
export function modelSource(model: string, { bucket, kubernetes }: ModelPlace): ModelSource {
  const image = /^oci:\/\/(.+)$/.exec(model)?.[1];
  if (image === undefined) return { uri: model.includes('://') ? model : `${bucketAddress(bucket)}/${model}` };
  if (!mountsImages(kubernetes)) return { uri: model };
  return {
    uri: `oci+native://${image}`,
    volume: {
      volume: { name: VOLUME, image: { reference: image, pullPolicy: 'IfNotPresent' } },
      mount: { name: VOLUME, mountPath: MODEL_FOLDER, subPath: 'models', readOnly: true },
    },
  };
}

/** KServe reads Azure's containers by their address in the web. */
function bucketAddress(bucket: TeamBucket | undefined): string {
  if (bucket === undefined) return '';
  const { account, name, uri } = bucket;
  return account === undefined ? uri : `https://${account}.blob.core.windows.net/${name}`;
}

import { ApiError, type ClusterClient } from '../cluster-client.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

interface Claim extends KubernetesObject {
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  };
  readonly status?: { readonly phase?: string };
}

/**
 * Gives every claim that waits for a volume one that exists only as an object: nothing provisions storage in a rehearsal, and
 * a pod whose claim waits is never placed.
 *
 * @returns `namespace/name` of the claims
 */
export async function bindVolumes(client: ClusterClient): Promise<readonly string[]> {
  const { items } = await client.get<{ items: readonly Claim[] }>('/api/v1/persistentvolumeclaims');
  const waiting = items.filter(({ status }) => status?.phase === 'Pending');
  for (const claim of waiting) {
    const path = '/api/v1/persistentvolumes';
    const answer = await client.send({ method: 'POST', path, body: volumeFor(claim) });
    if (answer.status >= 400 && answer.status !== 409) throw new ApiError('POST', path, answer);
  }
  return waiting.map(({ metadata: { name, namespace } }) => `${namespace}/${name}`);
}

function volumeFor({ metadata: { name, namespace }, spec }: Claim): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `rehearsal-${namespace}-${name}` },
    spec: {
      accessModes: spec.accessModes,
      capacity: spec.resources?.requests,
      storageClassName: spec.storageClassName,
      volumeMode: spec.volumeMode,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace },
      hostPath: { path: '/simulated' },
    },
  };
}

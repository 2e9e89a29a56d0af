import { ApiError, type ClusterClient } from '../cluster-client.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { watch } from '../watch.ts';

interface Claim extends KubernetesObject {
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  };
  readonly status?: { readonly phase?: string };
}

/** Claims with a volume each, for as long as a rehearsal runs. */
export interface BoundVolumes {
  /** `namespace/name` of the claims that have one by now. */
  readonly claims: readonly string[];
  /** Binds no more. */
  close(): void;
}

/**
 * Gives every claim that waits for a volume one that exists only as an object, as soon as it is there: nothing provisions
 * storage in a rehearsal, and a pod whose claim waits is never placed.
 */
export function bindVolumes(client: Pick<ClusterClient, 'get' | 'open' | 'send'>): BoundVolumes {
  const claims = new Set<string>();
  const { close } = watch(client, '/api/v1/persistentvolumeclaims', ({ object, type }) => {
    const claim = object as Claim;
    if (type === 'DELETED' || claim.status?.phase !== 'Pending') return;
    claims.add(`${claim.metadata.namespace}/${claim.metadata.name}`);
    // The control plane may be stopping; a claim that still waits is told again by its next change.
    void bind(client, claim).catch(() => undefined);
  });
  return {
    get claims() {
      return [...claims].sort();
    },
    close,
  };
}

async function bind(client: Pick<ClusterClient, 'send'>, claim: Claim): Promise<void> {
  const path = '/api/v1/persistentvolumes';
  const answer = await client.send({ method: 'POST', path, body: volumeFor(claim) });
  if (answer.status >= 400 && answer.status !== 409) throw new ApiError('POST', path, answer);
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

import { Provider } from '@pulumi/kubernetes/provider.js';
import type { ResourceOptions } from '@pulumi/pulumi';
import type { ClusterAccess } from './target-stack.ts';

/** How objects go to a cluster. */
export interface ClusterProviders {
  /** For what the platform brings. */
  readonly usual: Provider;
  /** For what the cluster makes by itself and the platform changes, such as the usual account of each namespace. */
  readonly adopting: Provider;
}

/**
 * The providers that all objects of a cluster go through.
 *
 * They stand between the cluster's foundations and its objects: whatever they depend on is there before the first object
 * and goes after the last, with one dependency instead of one for each object. That is why they are given to depend on the
 * whole target: machines, controllers' rights and network outlive every volume, load balancer and node that objects stand for.
 *
 * The cluster's identifier keeps the objects where they are when the kubeconfig changes or is not known yet.
 */
export function clusterProviders(name: string, access: ClusterAccess, opts: ResourceOptions): ClusterProviders {
  // After an interruption objects may be there that the state does not know. In a cluster of others they may be theirs.
  const usual = provider(`${name}-kubernetes`, access, access.adopts, opts);
  if (access.adopts) return { usual, adopting: usual };
  // Not below the target: the two would wait for all that is below it, and so for each other.
  return { usual, adopting: provider(`${name}-kubernetes-adopting`, access, true, { dependsOn: [usual] }) };
}

function provider(name: string, access: ClusterAccess, adopts: boolean, opts: ResourceOptions): Provider {
  const { context, identifier, kubeconfig } = access;
  return new Provider(
    name,
    {
      kubeconfig,
      context,
      clusterIdentifier: identifier,
      enableServerSideApply: true,
      // As Argo CD and Flux do: what somebody changed by hand would otherwise be a conflict that no `pulumi up` mends.
      enablePatchForce: true,
      // Otherwise a changed one is deleted before the new one is made, since its name stays, and programs fail in between.
      enableConfigMapMutable: true,
      enableSecretMutable: true,
      upsertExistingObjects: adopts,
    },
    opts,
  );
}

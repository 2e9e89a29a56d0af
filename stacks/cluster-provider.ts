import { Provider } from '@pulumi/kubernetes/provider.js';
import type { ResourceOptions } from '@pulumi/pulumi';
import type { ClusterAccess } from './target-stack.ts';

/**
 * The provider that all objects of a cluster go through.
 *
 * It stands between the cluster's foundations and its objects: whatever it depends on is there before the first object
 * and goes after the last, with one dependency instead of one for each object. That is why it is given to depend on the
 * whole target: machines, controllers' rights and network outlive every volume, load balancer and node that objects stand for.
 *
 * The cluster's identifier keeps the objects where they are when the kubeconfig changes or is not known yet.
 */
export function clusterProvider(name: string, access: ClusterAccess, opts: ResourceOptions): Provider {
  const { context, identifier, kubeconfig, adopts } = access;
  return new Provider(
    `${name}-kubernetes`,
    {
      kubeconfig,
      context,
      clusterIdentifier: identifier,
      enableServerSideApply: true,
      // After an interruption objects may be there that the state does not know. In a cluster of others they may be theirs.
      upsertExistingObjects: adopts,
    },
    opts,
  );
}

import { type KubernetesObject, objectName } from '../../core/index.ts';
import { bucketReaches } from './buckets.ts';
import { ClusterView, groupOf } from './cluster-view.ts';
import { exposures } from './exposure.ts';
import { Grants } from './grants.ts';
import { Matrix } from './matrix.ts';
import { Network, networkReaches } from './network.ts';
import { queueReaches } from './queues.ts';
import { rightsReaches } from './rights.ts';
import { routeReaches } from './routes.ts';
import { secretReaches } from './secrets.ts';

/** Policies of network plugins, and of Kubernetes for administrators: they may allow what a NetworkPolicy denies. */
const NOT_JUDGED: Readonly<Record<string, readonly string[]>> = {
  'cilium.io': ['CiliumClusterwideNetworkPolicy', 'CiliumNetworkPolicy'],
  'crd.antrea.io': ['ClusterNetworkPolicy', 'NetworkPolicy'],
  'crd.projectcalico.org': ['GlobalNetworkPolicy', 'NetworkPolicy'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'projectcalico.org': ['GlobalNetworkPolicy', 'NetworkPolicy'],
};

/**
 * Which team reaches which other, by every kind of path, worked out from rendered objects alone.
 *
 * Knows nothing about how the objects were made: a team is the namespaces that carry its label, and its people are the
 * groups that those namespaces declare or bind. What a member could do counts, not what runs today: pods may carry any
 * labels, use any service account of their namespace, and stand at any address. Where objects leave something open
 * (a role that is not among them, the address of a pod) the worse is taken.
 *
 * Not covered: what a program does on its machine (Pod Security and sandboxes hold that), RDMA fabrics, which no
 * NetworkPolicy filters, and what the cloud's own access rules say.
 *
 * @param objects - everything that is applied to one cluster; namespaces without an object count as the cluster's own
 */
export function reachability(objects: readonly KubernetesObject[]): Matrix {
  const view = new ClusterView(objects);
  const grants = new Grants(view);
  const network = new Network(view);
  return new Matrix({
    teams: view.teams,
    reaches: [
      ...networkReaches(view, network),
      ...rightsReaches(view, grants),
      ...secretReaches(view, grants),
      ...bucketReaches(view),
      ...queueReaches(view, grants),
      ...routeReaches(view),
    ],
    exposures: [...exposures(view, network)],
    notJudged: objects
      .filter((object) => NOT_JUDGED[groupOf(object)]?.includes(object.kind))
      .map((object) => objectName(object)),
  });
}

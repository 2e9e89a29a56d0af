/**
 * Sizes up to which Kubernetes promises its service levels.
 *
 * They are thresholds, not hard limits: beyond one of them a cluster becomes slow rather than failing. Those for a whole
 * cluster hold for the largest cluster; a smaller one has proportionally lower ones.
 *
 * @see https://github.com/kubernetes/community/blob/main/sig-scalability/configs-and-limits/thresholds.md
 */
export const envelope = {
  /** Nodes in a cluster. */
  nodes: 5000,
  /** Pods in a cluster. */
  pods: 150_000,
  /** Containers in a cluster. */
  containers: 300_000,
  /** Namespaces in a cluster. */
  namespaces: 10_000,
  /** Services in a cluster. */
  services: 10_000,
  /** Pods on one node; where a node has fewer than eleven cores, `podsPerCore` is the lower bound. */
  podsPerNode: 110,
  /** Pods for each core of a node. */
  podsPerCore: 10,
  /** Pods in one namespace. */
  podsPerNamespace: 3000,
  /** Services in one namespace. */
  servicesPerNamespace: 5000,
  /** Deployments in one namespace. */
  deploymentsPerNamespace: 2000,
  /** Endpoints behind one service. */
  endpointsPerService: 250,
} as const;

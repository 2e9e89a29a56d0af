/** Versions in which the stack writes objects of the management cluster: those that Cluster API and Metal3 themselves store. */
export const API = {
  cluster: 'cluster.x-k8s.io/v1beta2',
  controlPlane: 'controlplane.cluster.x-k8s.io/v1beta2',
  bootstrap: 'bootstrap.cluster.x-k8s.io/v1beta2',
  addons: 'addons.cluster.x-k8s.io/v1beta2',
  infrastructure: 'infrastructure.cluster.x-k8s.io/v1beta2',
  host: 'metal3.io/v1alpha1',
} as const;

/** How one object of the management cluster names another of its own namespace. */
export interface ObjectReference {
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string;
}

/** Names an object; without its version, which the management cluster looks up itself. */
export function reference(apiVersion: string, kind: string, name: string): ObjectReference {
  return { apiGroup: apiVersion.split('/')[0] ?? '', kind, name };
}

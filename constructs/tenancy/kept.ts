/**
 * Annotations of what must outlive its entry in the spec: the delivery neither removes it when it is no longer rendered
 * nor when the delivery itself is taken away.
 *
 * A namespace takes every volume and every running job with it when it is deleted, and a line that is lost in a merge
 * must not do that. So a team that leaves the spec loses its rights and queues at once; its namespace, and the policy
 * that closes the namespace's network, wait for a person. They stand on the objects under every delivery, because a
 * cluster may be handed from one to another; those that are not asked ignore them.
 */
export const KEPT = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  // Otherwise what is kept on purpose would leave its Application out of sync for ever.
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;

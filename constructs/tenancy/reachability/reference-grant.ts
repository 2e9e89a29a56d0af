import type { ClusterView, NamespaceView } from './cluster-view.ts';

/** Group of the Gateway API. */
export const GATEWAY_API = 'gateway.networking.k8s.io';

/** What a ReferenceGrant opens, from whom to what. */
export interface OpenedReference {
  /** Namespace of the grant, whose objects may be referred to. */
  readonly to: NamespaceView;
  /** Name of the grant in words. */
  readonly by: string;
  /** Who may refer: group, kind and namespace. */
  readonly from: { readonly group: string; readonly kind: string; readonly namespace: string };
  /** What may be referred to; without a name all of that kind. */
  readonly target: { readonly group: string; readonly kind: string; readonly name?: string };
}

interface Spec {
  readonly spec: {
    readonly from?: readonly OpenedReference['from'][];
    readonly to?: readonly OpenedReference['target'][];
  };
}

/** Everything that the ReferenceGrants among the objects open. */
export function openedReferences(view: ClusterView): readonly OpenedReference[] {
  return view.of<Spec>(GATEWAY_API, 'ReferenceGrant').flatMap(({ metadata, spec }) => {
    const to = view.namespace(metadata.namespace ?? '');
    const by = `ReferenceGrant ${to.name}/${metadata.name}`;
    return (spec?.from ?? []).flatMap((from) => (spec?.to ?? []).map((target) => ({ to, by, from, target })));
  });
}

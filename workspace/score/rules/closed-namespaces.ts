import type { Scene } from '../scene.ts';

interface PolicySpec {
  readonly podSelector?: object;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly unknown[];
  readonly egress?: readonly unknown[];
}

/** Namespaces with a policy that closes one way for all their pods, and allows nothing itself. */
export function closedNamespaces(scene: Scene, way: 'Ingress' | 'Egress'): ReadonlySet<string> {
  const closed = scene.of('NetworkPolicy').filter(({ object }) => {
    const { egress = [], ingress = [], ...of } = (object['spec'] ?? {}) as PolicySpec;
    const { podSelector = {}, policyTypes = ['Ingress'] } = of;
    const allowed = way === 'Ingress' ? ingress : egress;
    return Object.keys(podSelector).length === 0 && policyTypes.includes(way) && allowed.length === 0;
  });
  return new Set(closed.map(({ object }) => object.metadata.namespace ?? ''));
}

import { KWOK_GROUP, KWOK_NODE_CLASS } from './controllers/karpenter.ts';
import { describeObject, type KubernetesObject } from './kubernetes-object.ts';
import type { RewrittenObjects } from './webhook-rewrite.ts';

/** The part of a NodePool that says which cloud its machines come from. */
interface NodePoolSpec {
  readonly template: { readonly spec: { readonly nodeClassRef: { readonly kind: string; readonly name: string } } };
}

/** Lets Karpenter's NodePools buy simulated machines instead of a cloud's. Everything else stays. Pure. */
export function rewriteNodePools(objects: readonly KubernetesObject[]): RewrittenObjects {
  const isPool = ({ apiVersion, kind }: KubernetesObject) =>
    kind === 'NodePool' && apiVersion.startsWith('karpenter.sh/');
  return {
    objects: objects.map((object) => (isPool(object) ? simulated(object) : object)),
    rewrites: objects.filter(isPool).map((object) => {
      const { kind, name } = (object.spec as unknown as NodePoolSpec).template.spec.nodeClassRef;
      return { object: describeObject(object), change: `buys simulated machines instead of those of ${kind} ${name}` };
    }),
  };
}

function simulated(object: KubernetesObject): KubernetesObject {
  const spec = object.spec as unknown as NodePoolSpec;
  const nodeClassRef = { group: KWOK_GROUP, kind: 'KWOKNodeClass', name: KWOK_NODE_CLASS };
  const template = { ...spec.template, spec: { ...spec.template.spec, nodeClassRef } };
  return { ...object, spec: { ...spec, template } };
}

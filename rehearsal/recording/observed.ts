import { parseQuantity } from '../../spec/quantity.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

/** A condition of any object. */
export interface ObservedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** What controllers say about an object. */
export interface Conditions {
  readonly conditions?: readonly ObservedCondition[];
}

/** A node, as far as it is recorded. */
export interface ObservedNode extends KubernetesObject {
  readonly status?: Conditions;
}

/** A pod, as far as it is recorded. */
export interface ObservedPod extends KubernetesObject {
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers?: readonly {
      readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
    }[];
  };
  readonly status?: Conditions & { readonly phase?: string };
}

/** A Workload of Kueue, as far as it is recorded. */
export interface ObservedWorkload extends KubernetesObject {
  readonly status?: Conditions;
}

/** The condition of a type, if it holds. */
export function holds(object: { readonly status?: Conditions }, type: string): ObservedCondition | undefined {
  return conditionOf(object, type, 'True');
}

/** The condition of a type, if somebody said that it does not hold. */
export function fails(object: { readonly status?: Conditions }, type: string): ObservedCondition | undefined {
  return conditionOf(object, type, 'False');
}

/** Owners of an object, as `namespace/Kind/name`. */
export function ownersOf({ metadata }: KubernetesObject): readonly string[] {
  return (metadata.ownerReferences ?? []).map(({ kind, name }) => `${metadata.namespace ?? ''}/${kind}/${name}`);
}

/** Units of a resource that a pod asks for, whole or not. */
export function unitsOf({ spec }: ObservedPod, resource: string): number {
  return (spec?.containers ?? []).reduce(
    (sum, { resources }) => sum + numberOf(resources?.requests?.[resource] ?? '0'),
    0,
  );
}

function conditionOf({ status }: { readonly status?: Conditions }, type: string, is: string) {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === is);
}

function numberOf(text: string): number {
  const quantity = parseQuantity(text);
  return quantity === undefined ? 0 : Number(quantity.units) * 10 ** quantity.exponent;
}

import { KWOK_GROUP, KWOK_NODE_CLASS } from './controllers/karpenter.ts';
import { describeObject, type KubernetesObject } from './kubernetes-object.ts';
import type { Rewrite, RewrittenObjects } from './webhook-rewrite.ts';

/** The part of a NodePool that depends on the cloud or on the clock. */
interface NodePoolSpec {
  readonly disruption?: { readonly consolidateAfter?: string; readonly [field: string]: unknown };
  readonly template: {
    readonly spec: {
      readonly nodeClassRef: { readonly kind: string; readonly name: string };
      readonly requirements?: readonly { readonly key: string; readonly values?: readonly string[] }[];
    };
  };
}

/** The simulated cloud sells nothing that was reserved before; it sells the same machines on demand. */
const CAPACITY_TYPE = 'karpenter.sh/capacity-type';

/**
 * Lets Karpenter's NodePools buy simulated machines instead of a cloud's, and lets their pauses pass as fast as the rest
 * of the simulated world. Everything else stays. Pure.
 *
 * @param speed - simulated seconds that pass in one real second
 */
export function rewriteNodePools(objects: readonly KubernetesObject[], speed = 1): RewrittenObjects {
  const isPool = ({ apiVersion, kind }: KubernetesObject) =>
    kind === 'NodePool' && apiVersion.startsWith('karpenter.sh/');
  return {
    objects: objects.map((object) => (isPool(object) ? simulated(object, speed) : object)),
    rewrites: objects.filter(isPool).flatMap((object) => changes(object, speed)),
  };
}

function simulated(object: KubernetesObject, speed: number): KubernetesObject {
  const { disruption, template, ...spec } = object.spec as unknown as NodePoolSpec;
  const nodeClassRef = { group: KWOK_GROUP, kind: 'KWOKNodeClass', name: KWOK_NODE_CLASS };
  const requirements = template.spec.requirements?.map((one) =>
    one.key === CAPACITY_TYPE ? { ...one, values: one.values?.map(sold) } : one,
  );
  const pause = disruption?.consolidateAfter;
  return {
    ...object,
    spec: {
      ...spec,
      ...(disruption === undefined
        ? {}
        : {
            disruption: {
              ...disruption,
              ...(pause === undefined ? {} : { consolidateAfter: shortened(pause, speed) }),
            },
          }),
      template: {
        ...template,
        spec: { ...template.spec, nodeClassRef, ...(requirements === undefined ? {} : { requirements }) },
      },
    },
  };
}

function changes(object: KubernetesObject, speed: number): Rewrite[] {
  const { disruption, template } = object.spec as unknown as NodePoolSpec;
  const { nodeClassRef, requirements = [] } = template.spec;
  const reserved = requirements.some(({ key, values }) => key === CAPACITY_TYPE && values?.includes('reserved'));
  const pause = disruption?.consolidateAfter;
  return [
    `buys simulated machines instead of those of ${nodeClassRef.kind} ${nodeClassRef.name}`,
    ...(reserved ? ['buys on demand what the target has reserved'] : []),
    ...(pause === undefined || shortened(pause, speed) === pause
      ? []
      : [`waits ${shortened(pause, speed)} instead of ${pause} before it gives back an idle machine`]),
  ].map((change) => ({ object: describeObject(object), change }));
}

function sold(capacityType: string): string {
  return capacityType === 'reserved' ? 'on-demand' : capacityType;
}

const SECONDS: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };

/** A Go duration divided by the speed, at least one second; `Never`, and what would not be shorter, stays. */
function shortened(duration: string, speed: number): string {
  if (duration === 'Never') return duration;
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (SECONDS[unit ?? 's'] ?? 1), 0);
  const real = Math.max(1, Math.round(seconds / speed));
  return real < seconds ? `${real}s` : duration;
}

import type { KubernetesObject, Manifest } from '../../constructs/core/index.ts';
import { parseQuantity } from '../../spec/quantity.ts';

/** What a queue may take of one pool. Unit: what the pool counts. */
export interface PoolQuota {
  /** Name of the pool. */
  readonly pool: string;
  /** Kept for the queue. */
  readonly guaranteed: number;
  /** Taken from others while they idle. */
  readonly borrowable: number;
}

/** A ClusterQueue as it is rendered, overrides and all. */
export interface RenderedQueue {
  /** Name of the ClusterQueue. */
  readonly name: string;
  /** Team whose jobs enter it. @default - of no team */
  readonly team?: string;
  /** Cohort that it lends to and borrows from. @default - none */
  readonly cohort?: string;
  /** Name of the LocalQueues that lead to it. */
  readonly local: string;
  /** What it may take. */
  readonly quotas: readonly PoolQuota[];
}

interface QueueSpec {
  readonly cohortName?: string;
  readonly resourceGroups?: readonly {
    readonly flavors: readonly {
      readonly name: string;
      readonly resources: readonly {
        readonly name: string;
        readonly nominalQuota: string;
        readonly borrowingLimit?: string;
      }[];
    }[];
  }[];
}

/**
 * The queues of a platform, in the order of rendering.
 *
 * @param counted - resource that each pool counts, by the name of the pool
 */
export function renderedQueues(
  manifests: readonly Manifest[],
  counted: ReadonlyMap<string, string>,
): readonly RenderedQueue[] {
  const locals = new Map(
    objectsOf(manifests, 'LocalQueue').map(({ object }) => [
      (object['spec'] as { clusterQueue: string }).clusterQueue,
      object.metadata.name,
    ]),
  );
  return objectsOf(manifests, 'ClusterQueue').map(({ object, team }) => {
    const { cohortName, resourceGroups = [] } = object['spec'] as QueueSpec;
    const { name } = object.metadata;
    const quotas = resourceGroups.flatMap(({ flavors }) => flavors.flatMap((flavor) => poolQuota(flavor, counted)));
    return { name, team, cohort: cohortName, local: locals.get(name) ?? '', quotas };
  });
}

/** Every cohort that has an object, with the one above it. */
export function renderedCohorts(manifests: readonly Manifest[]): ReadonlyMap<string, string | undefined> {
  return new Map(
    objectsOf(manifests, 'Cohort').map(({ object }) => [
      object.metadata.name,
      (object['spec'] as { parentName?: string } | undefined)?.parentName,
    ]),
  );
}

type Flavor = NonNullable<QueueSpec['resourceGroups']>[number]['flavors'][number];

function poolQuota({ name, resources }: Flavor, counted: ReadonlyMap<string, string>): PoolQuota[] {
  const quota = resources.find((resource) => resource.name === counted.get(name));
  if (quota === undefined) return [];
  return [{ pool: name, guaranteed: amount(quota.nominalQuota), borrowable: amount(quota.borrowingLimit ?? '0') }];
}

function amount(text: string): number {
  const quantity = parseQuantity(text);
  return quantity === undefined ? 0 : Number(quantity.units) * 10 ** quantity.exponent;
}

function objectsOf(manifests: readonly Manifest[], kind: string): { object: KubernetesObject; team?: string }[] {
  return manifests.filter(({ object }) => object.kind === kind && object.apiVersion.startsWith('kueue.x-k8s.io/'));
}

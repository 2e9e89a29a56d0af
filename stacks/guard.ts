import { type ComponentResourceOptions, log, type ResourceTransformation, RunError } from '@pulumi/pulumi';
import { COMMITMENT_TYPES } from './costly-types.ts';
import type { EnvironmentArgs, Layer } from './environment-args.ts';
import type { Guarded } from './guarded.ts';
import { type GuardedBefore, guardedRecord, isAllowed } from './guarded-changes.ts';
import { guardedResources } from './guarded-resources.ts';

/** What a guard knows. */
export type GuardArgs = Pick<EnvironmentArgs, 'allowed' | 'deletion' | 'facts' | 'spec'>;

/**
 * Stops what cannot be taken back, until it is allowed by name in the stack's configuration:
 *
 * ```sh
 * pulumi config set --path 'plinth:allow[0]' train
 * ```
 *
 * | what | how it stops | what to write in `plinth:allow` |
 * |---|---|---|
 * | a pool of accelerators would be replaced | `STACK_POOL_REPLACED`, before anything is registered | the pool's name; the same `pulumi up` then replaces it |
 * | a pool of accelerators would be deleted | `STACK_POOL_DELETED`, as early | the pool's name, `pulumi up`, and only then take the pool out of the spec: what is not in the program cannot be allowed by it |
 * | a machine of one's own would leave | `STACK_MACHINE_DELETED`, as early | the machine's name or its pool's; then as for a pool |
 * | data, a key or the cluster would be replaced or deleted | `STACK_DATA_…`, `STACK_CLUSTER_…`, as early | the resource's name, the last part of its URN; then as for a pool. Buckets must also be empty |
 * | a reservation, a Capacity Block or another commitment would be bought | `STACK_COMMITMENT_NOT_ALLOWED`, before it is registered | the resource's name |
 * | the whole environment shall go, data included | the engine: "cannot be deleted … protected" | the name of the cluster, such as `atlas-dev`; `pulumi up`, then `pulumi destroy` |
 *
 * The findings come from a comparison of two runs: each leaves what it guards among the stack's outputs (`plinthGuarded`).
 * Take a name out again when it is done: {@link Guard.close} reminds of names that mean nothing any more.
 *
 * The means is Pulumi's `protect`, because the engine itself keeps it: in a preview, in an update, in `pulumi destroy`, and without
 * this program. A hook before a deletion would run in none of the first and the last. It stands behind the findings: for a replacement that
 * nobody foresaw, a stack whose last run was another Plinth's, `pulumi destroy`, and resources of a team's own.
 */
export class Guard {
  readonly #allowed: ReadonlySet<string>;
  readonly #cluster: string;
  readonly #isProtected: boolean;
  readonly #meant: Set<string>;
  readonly #now: readonly Guarded[];
  readonly #resources: ReadonlyMap<string, Guarded>;

  public constructor({ allowed = new Set(), deletion, facts, spec }: GuardArgs, layer: Layer) {
    this.#allowed = allowed;
    this.#cluster = facts.cluster;
    this.#isProtected = deletion === 'protected';
    this.#now = guardedResources(spec, facts, layer);
    this.#resources = new Map(this.#now.map((each) => [`${each.type}::${each.name}`, each]));
    const pools = facts.pools.filter(({ resource }) => resource !== 'cpu').map(({ name }) => name);
    this.#meant = new Set([facts.cluster, ...pools, ...this.#now.flatMap(({ allow }) => allow)]);
  }

  /** What this run leaves for the next one to compare with. */
  public get record(): readonly GuardedBefore[] {
    return guardedRecord({ allowed: this.#allowed, cluster: this.#cluster, now: this.#now });
  }

  /** Puts a component, and everything below it, under this guard. */
  public get over(): ComponentResourceOptions {
    return { transformations: [this.#look] };
  }

  /** Reminds of allowed names that no resource has. */
  public close(): void {
    const unused = [...this.#allowed].filter((name) => !this.#meant.has(name)).sort();
    if (unused.length > 0)
      void log.warn(
        `STACK_ALLOW_UNUSED at plinth:allow: nothing is called ${unused.join(', ')}; take it out of plinth:allow, or correct it`,
      );
  }

  readonly #look: ResourceTransformation = (args) => {
    const { name, opts, props, type } = args;
    const known = this.#resources.get(`${type}::${name}`);
    if (this.#allowed.has(name)) this.#meant.add(name);
    const isLetGo = this.#allowed.has(name) || (known !== undefined && isAllowed(known, this.#allowed, this.#cluster));
    if (COMMITMENT_TYPES.has(type) && !isLetGo) throw notAllowed(name, type);
    if (isLetGo) return { props, opts: { ...opts, protect: false, retainOnDelete: false } };
    return known !== undefined && this.#isProtected ? { props, opts: { ...opts, protect: true } } : undefined;
  };
}

function notAllowed(name: string, type: string): RunError {
  return new RunError(
    `STACK_COMMITMENT_NOT_ALLOWED at ${name}: ${type} is bought by being made, and cannot be given back; ` +
      `buy it by hand and name its id in the spec, or allow it: pulumi config set --path 'plinth:allow[0]' ${name}`,
  );
}

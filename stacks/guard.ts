import {
  type ComponentResourceOptions,
  log,
  type ResourceTransformation,
  type ResourceTransformationArgs,
  RunError,
} from '@pulumi/pulumi';
import { COMMITMENT_TYPES, POOL_KINDS, POOL_TYPES } from './costly-types.ts';
import type { EnvironmentArgs } from './environment-args.ts';

/** What a guard knows. */
export type GuardArgs = Pick<EnvironmentArgs, 'allowed' | 'deletion' | 'facts'>;

/**
 * Stops what cannot be taken back, until it is allowed by name in the stack's configuration:
 *
 * ```sh
 * pulumi config set --path 'plinth:allow[0]' train
 * ```
 *
 * | what | how it stops | what to write in `plinth:allow` |
 * |---|---|---|
 * | a pool of accelerators would be replaced | preview and update fail: "unable to replace resource … marked for protection" | the pool's name; the same `pulumi up` then replaces it |
 * | a pool of accelerators would be deleted | they fail: "cannot be deleted … protected" | the pool's name, `pulumi up`, and only then take the pool out of the spec: what is not in the program cannot be allowed by it |
 * | data, a key or the cluster would be deleted | as a pool | the resource's name, the last part of its URN; then as for a pool. Buckets must also be empty |
 * | a reservation, a Capacity Block or another commitment would be bought | `STACK_COMMITMENT_NOT_ALLOWED`, before it is registered | the resource's name |
 * | the whole environment shall go, data included | as data | the name of the cluster, such as `atlas-dev`; `pulumi up`, then `pulumi destroy` |
 *
 * Take a name out again when it is done: {@link Guard.close} reminds of names that mean nothing any more.
 *
 * The means is Pulumi's `protect`, because the engine itself keeps it: in a preview, in an update, in `pulumi destroy`, and without
 * this program. A hook before a deletion would run in none of the first and the last. Machines with Talos are not protected: they run on
 * with their disks when they leave the program (stacks/baremetal/machine.ts).
 */
export class Guard {
  readonly #allowed: ReadonlySet<string>;
  readonly #cluster: string;
  readonly #isProtected: boolean;
  readonly #meant = new Set<string>();
  readonly #pools: readonly string[];

  public constructor({ allowed = new Set(), deletion, facts }: GuardArgs) {
    this.#allowed = allowed;
    this.#cluster = facts.cluster;
    this.#isProtected = deletion === 'protected';
    this.#pools = facts.pools.filter(({ resource }) => resource !== 'cpu').map(({ name }) => name);
    for (const name of [facts.cluster, ...this.#pools]) this.#meant.add(name);
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
    const pool = this.#poolOf(args);
    if (this.#allowed.has(name)) this.#meant.add(name);
    const isAllowed = this.#allowed.has(name) || (pool !== undefined && this.#allowed.has(pool));
    if (COMMITMENT_TYPES.has(type) && !isAllowed) throw notAllowed(name, type);
    if (isAllowed) return { props, opts: { ...opts, protect: false, retainOnDelete: false } };
    return pool !== undefined && this.#isProtected ? { props, opts: { ...opts, protect: true } } : undefined;
  };

  /** Pool of accelerators that a resource is. Its name says so on every cloud, and so does an object's. */
  #poolOf({ name, type }: ResourceTransformationArgs): string | undefined {
    if (POOL_TYPES.has(type)) return this.#pools.find((pool) => name === `${this.#cluster}-pools-${pool}`);
    const kind = type.startsWith('kubernetes:') ? type.slice(type.lastIndexOf(':') + 1) : '';
    const names = (pool: string) => [`${kind}:${pool}`, `${kind}:${this.#cluster}/${this.#cluster}-${pool}`];
    return POOL_KINDS.has(kind) ? this.#pools.find((pool) => names(pool).includes(name)) : undefined;
  }
}

function notAllowed(name: string, type: string): RunError {
  return new RunError(
    `STACK_COMMITMENT_NOT_ALLOWED at ${name}: ${type} is bought by being made, and cannot be given back; ` +
      `buy it by hand and name its id in the spec, or allow it: pulumi config set --path 'plinth:allow[0]' ${name}`,
  );
}

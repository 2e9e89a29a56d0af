/** Kinds of paths that may lead from one team to another. */
export const DIMENSIONS = ['network', 'rights', 'secrets', 'buckets', 'queues', 'routes'] as const;

/**
 * A kind of path from one team to another.
 *
 * - `network`: pods of the one may open connections to pods of the other
 * - `rights`: people or service accounts of the one may see or change objects of the other
 * - `secrets`: the one may read secrets of the other, or take them by running in its place
 * - `buckets`: the one is pointed at, or has the identity for, the object store of the other
 * - `queues`: jobs of the one may enter a queue of the other
 * - `routes`: requests to the one are passed on to a service of the other
 */
export type Dimension = (typeof DIMENSIONS)[number];

/** One way in which a team reaches another. */
export interface Reach {
  /** Team that reaches. */
  readonly from: string;
  /** Team that is reached. */
  readonly to: string;
  /** Kind of path. */
  readonly dimension: Dimension;
  /** The path in words, with the names of the objects that open it. */
  readonly path: string;
}

/** Something of the platform or the machine that a team's pods reach; some of it is needed. */
export interface Exposure {
  /** Team that reaches. */
  readonly team: string;
  /** `credentials` (addresses that hand out machine credentials), `kubelet`, or the namespace of other pods. */
  readonly to: string;
  /** The path in words, with the names of the objects that open it. */
  readonly path: string;
}

/** Who reaches whom. No path between two teams is an empty list, never a missing one. */
export class Matrix {
  /** Teams, in the order of their namespaces. */
  public readonly teams: readonly string[];
  /** Every way from one team to another. */
  public readonly reaches: readonly Reach[];
  /** What teams reach of the platform and the machines. */
  public readonly exposures: readonly Exposure[];
  /** Objects that could open or close paths in ways that are not understood here, such as a network plugin's own policies. */
  public readonly notJudged: readonly string[];
  readonly #pairs: ReadonlyMap<string, readonly Reach[]>;

  public constructor(parts: Pick<Matrix, 'teams' | 'reaches' | 'exposures' | 'notJudged'>) {
    this.teams = parts.teams;
    this.reaches = parts.reaches;
    this.exposures = parts.exposures;
    this.notJudged = parts.notJudged;
    this.#pairs = Map.groupBy(parts.reaches, ({ from, to }) => pair(from, to));
  }

  /** Paths from one team to another, of one kind. */
  public paths(from: string, to: string, dimension: Dimension): readonly string[] {
    const reaches = this.#pairs.get(pair(from, to)) ?? [];
    return reaches.filter((reach) => reach.dimension === dimension).map(({ path }) => path);
  }

  /** Paths of a team to something of the platform or the machines. @param to - as {@link Exposure} names it */
  public exposed(team: string, to: string): readonly string[] {
    return this.exposures.filter((each) => each.team === team && each.to === to).map(({ path }) => path);
  }
}

function pair(from: string, to: string): string {
  return `${from}\n${to}`;
}

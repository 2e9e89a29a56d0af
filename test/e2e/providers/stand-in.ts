/** Inputs or outputs of a resource, as plain JSON. */
export type Properties = Readonly<Record<string, unknown>>;

/** Which resource. */
export interface Resource {
  /** Identity in the state; ends in its name. */
  readonly urn: string;
  /** Type token, such as `aws:eks/cluster:Cluster`. */
  readonly type: string;
}

/** Why inputs are refused. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** What an update would do. */
export interface Difference {
  readonly changes: boolean;
  /** Inputs that cannot be changed in place. */
  readonly replaces: readonly string[];
}

/** A resource as the place it is in knows it. */
export interface Found {
  readonly inputs: Properties;
  readonly state: Properties;
}

/** Plays the part of one of Pulumi's provider plugins. */
export interface StandIn {
  /** What is wrong with the settings of the provider itself. */
  checkConfig(news: Properties): readonly Failure[];
  /** What other settings would do: replaced, a provider replaces every resource of its own. */
  diffConfig(olds: Properties, news: Properties): Difference;
  /** Takes the settings, as soon as all of them are known. */
  configure(settings: Properties): void;
  /** What is wrong with the inputs of a resource. */
  check(resource: Resource, news: Properties): readonly Failure[];
  diff(resource: Resource, olds: Properties, news: Properties): Difference;
  create(resource: Resource, inputs: Properties): Promise<{ readonly id: string; readonly state: Properties }>;
  /** @returns nothing if it is not there any more */
  read(resource: Resource, id: string, last: Found): Promise<Found | undefined>;
  update(resource: Resource, id: string, inputs: Properties): Promise<Properties>;
  delete(resource: Resource, id: string, state: Properties): Promise<void>;
  /** Answers a question about the place. */
  invoke(token: string, args: Properties): Properties;
}

/** How the engine writes what is known only after deployment. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Whether something of a value is known only after deployment. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}

/** Properties that are in one and not, or otherwise, in the other. */
export function changedKeys(olds: Properties, news: Properties): string[] {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return keys.filter((key) => canonical(olds[key]) !== canonical(news[key]));
}

/** Text of a value in which the order of keys does not matter, nor what is undefined. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'object' && each !== null && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    ) ?? ''
  );
}

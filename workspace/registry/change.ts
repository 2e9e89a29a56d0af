import type { HarborSettings } from '../../constructs/registry/index.ts';
import type { Finding } from '../../spec/finding.ts';
import type { Applied } from './applied.ts';
import type { HarborConnection } from './harbor-connection.ts';
import type { ReleasedImage } from './released-images.ts';
import type { SecretKeeper } from './secret-keeper.ts';

/** What kind of thing is changed. */
export type ChangedKind =
  | 'configuration'
  | 'endpoint'
  | 'project'
  | 'quota'
  | 'member'
  | 'retention'
  | 'immutable tags'
  | 'kept tag'
  | 'webhook'
  | 'robot'
  | 'robot secret'
  | 'replication'
  | 'schedule';

/** One difference between the settings and a Harbor, and how it is taken away. */
export interface Change {
  /** Kind of thing. */
  readonly kind: ChangedKind;
  /** Which one. */
  readonly name: string;
  /** What is done. */
  readonly action: 'create' | 'update' | 'remove';
  /** What differs. Never a secret. */
  readonly fields: readonly string[];
  /** Makes it so. Safe to be cut and done again. */
  apply(): Promise<void>;
}

/** What every part of the work is given. */
export interface Desk {
  /** Way to Harbor. */
  readonly harbor: HarborConnection;
  /** Account that asks; its own membership of projects is left alone. */
  readonly user: string;
  /** What is to be. */
  readonly settings: HarborSettings;
  /** Credentials of others, by the key under which they are kept. */
  readonly credential: (key: string) => string | undefined;
  /** Where secrets of robots are kept. @default - the cluster is not looked at: a plan without them */
  readonly secrets?: SecretKeeper;
  /** Fingerprints of what was applied and cannot be read back. */
  readonly applied: Applied;
  /** What time it is. */
  readonly now: Date;
  /** Models and images that releases name. @default - releases are not looked at */
  readonly released?: readonly ReleasedImage[];
  /** Is told what is wrong and is nothing to change. @default - nobody is told */
  readonly report?: (finding: Finding) => void;
}

/** A part of the work: reads what is there, and gives what differs, one after the other. */
export type Section = (desk: Desk) => AsyncGenerator<Change, void, void>;

/** Mark in the description of what this program made, and may take away again. */
export const MARK = 'Plinth: ';

/** Whether something was made by this program. */
export function isOurs({ description }: { readonly description?: string }): boolean {
  return description?.startsWith(MARK) === true;
}

/** Fields in which two objects differ, among those that are wanted. */
export function differences(wanted: Readonly<Record<string, unknown>>, found: object): string[] {
  const theirs: Readonly<Record<string, unknown>> = { ...found };
  return Object.keys(wanted).filter((key) => text(wanted[key]) !== text(theirs[key]));
}

/** A value as text, the same for equal values whatever the order of their keys. */
export function text(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}

import type { KubernetesObject } from '../../constructs/core/index.ts';

/** Which object: what Kubernetes knows it by. */
export interface ObjectReference {
  /** Group and version, the newer one where they differ. */
  readonly apiVersion: string;
  /** Kind. */
  readonly kind: string;
  /** Namespace. @default - an object of the whole cluster */
  readonly namespace?: string;
  /** Name. */
  readonly name: string;
}

/** A few lines of a longer text around a change. */
export interface TextHunk {
  /** First line in the old text, counted from 1. */
  readonly beforeLine: number;
  /** First line in the new text, counted from 1. */
  readonly afterLine: number;
  /** Lines, each after a blank (equal), `-` (gone) or `+` (new). */
  readonly lines: readonly string[];
}

/** One field that differs. */
export interface FieldChange {
  /**
   * Place in the object, for example `spec.flavors[train-h100].resources[nvidia.com/gpu].nominalQuota`.
   *
   * List positions count in the new list, except in the last step of something removed: there in the old one.
   */
  readonly path: string;
  /** `order`: a list holds what it held, or was told to above, in another order. */
  readonly kind: 'added' | 'removed' | 'changed' | 'order';
  /** Old value; the old order of keys or scalars for `order`. @default - there was none */
  readonly before?: unknown;
  /** New value; the new order of keys or scalars for `order`. @default - there is none any more */
  readonly after?: unknown;
  /** Where something added to a list with keys stands in the new list, counted from 0. @default - not such a thing */
  readonly position?: number;
  /** What differs inside a text that holds JSON or YAML; paths begin inside the text. @default - not such a text */
  readonly inside?: readonly FieldChange[];
  /** What differs in a text of several lines. @default - not such a text, or `inside` says it */
  readonly hunks?: readonly TextHunk[];
  /** Why this change can do harm, one sentence. @default - it cannot, as far as is known */
  readonly danger?: string;
}

/** One object that differs. */
export interface ObjectDifference {
  /** What happened to the object. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** Which object. */
  readonly object: ObjectReference;
  /** Room that it belongs to. @default - it has no label of a room */
  readonly room?: string;
  /** Team that it belongs to. @default - the platform's own */
  readonly team?: string;
  /** Fields that differ; empty for an object that was added or removed. */
  readonly fields: readonly FieldChange[];
  /** The object that was added or removed; what a Secret holds is hidden. @default - it changed, see `fields` */
  readonly content?: KubernetesObject;
  /** Why its removal can do harm, one sentence. @default - it cannot, or the fields say so */
  readonly danger?: string;
}

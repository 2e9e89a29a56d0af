import type { RoomName } from '../rules/rule.ts';

/** One question to Prometheus, and what its lines are called. */
export interface Query {
  /** The question. */
  readonly expr: string;
  /** Name of each line; `{{label}}` stands for a label. */
  readonly legend: string;
}

/** Units as Grafana calls them; ratios are of 1. */
export type Unit =
  | 'short'
  | 'percentunit'
  | 's'
  | 'ms'
  | 'bytes'
  | 'celsius'
  | 'watt'
  | 'reqps'
  | 'currencyUSD'
  | 'Bps';

/** A picture of some figures. */
export interface Panel {
  /** What it shows, in a few words. */
  readonly title: string;
  /** What to make of it, as a sentence. */
  readonly about: string;
  /** Lines over time, or one large number for each line. */
  readonly kind: 'lines' | 'number';
  /** What is asked. */
  readonly queries: readonly Query[];
  /** Unit of all its figures. */
  readonly unit: Unit;
  /** Bound from which it is red; `below` where less is worse. @default - nothing is good or bad */
  readonly bound?: { readonly at: number; readonly below?: boolean };
  /** Width in parts of 24. @default 12 for lines, 6 for a number */
  readonly width?: number;
}

/** Panels that belong together, below a heading. */
export interface Row {
  /** Heading. */
  readonly title: string;
  /** Panels, from left to right; those that do not fit go into the next line. */
  readonly panels: readonly Panel[];
}

/** A page of pictures, before it is written for Grafana. */
export interface Board {
  /** Address in Grafana, at most 40 letters, digits, `-` and `_`. */
  readonly uid: string;
  /** Title. */
  readonly title: string;
  /** Whom it is for and what it answers. */
  readonly about: string;
  /** Words by which it is found. */
  readonly tags: readonly string[];
  /** Its rows. */
  readonly rows: readonly Row[];
}

/** A page of pictures as it is brought into Grafana. */
export interface Dashboard {
  /** Address in Grafana. */
  readonly uid: string;
  /** Title. */
  readonly title: string;
  /** Room whose it is. @default - a team's */
  readonly room?: RoomName;
  /** Team whose it is: what it shows is that team's only. @default - a room's */
  readonly team?: string;
  /** The page as Grafana reads it. Same input, same bytes. */
  readonly json: string;
}

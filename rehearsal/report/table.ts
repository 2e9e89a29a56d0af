/** A column of a table. */
export interface Column {
  /** What stands above it; short. */
  readonly title: string;
  /** `number` columns are aligned to the right. @default 'text' */
  readonly kind?: 'text' | 'number';
  /** Whether its cells are sentences, which are broken into lines. @default false */
  readonly prose?: boolean;
  /** Left out where there is little room, as on a terminal. @default false */
  readonly detail?: boolean;
}

/** A table before it becomes text or HTML: every cell is the text that people read. */
export interface Table {
  /** Columns, left to right. */
  readonly columns: readonly Column[];
  /** Rows; each has one cell for each column. */
  readonly rows: readonly (readonly string[])[];
  /** Whether the last row sums the others up. @default false */
  readonly total?: boolean;
}

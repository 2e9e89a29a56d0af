/** One thing that a scanner says against. */
export interface ScannerFinding {
  /** Name or number of its check. */
  readonly check: string;
  /** Kind, namespace and name of the object, with blanks between. */
  readonly object: string;
  /** What it says. */
  readonly says: string;
}

/** One thing that a scanner may say, and why it stays. */
export interface AcceptedFinding {
  readonly check: string;
  /** Objects that it may say it of. */
  readonly of: RegExp;
  /** Room without which it is never said. @default - any example may bring it */
  readonly room?: string;
  readonly because: string;
}

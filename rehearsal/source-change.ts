/** A few words of a program's sources that only hold inside of its own container, and what stands there instead. */
export interface SourceChange {
  /** File inside the module. */
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

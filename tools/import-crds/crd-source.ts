import type { GoModule } from './go-module.ts';

/** Where CRD files lie. */
export type CrdOrigin =
  /** In a folder of a Go module. */
  | { readonly in: 'module'; readonly module: GoModule; readonly folder: string }
  /** In a folder beside the clone, for a project that no module carries; `folder` starts at the clone. */
  | { readonly in: 'snapshot'; readonly project: string; readonly version: string; readonly folder: string };

/** The kinds that are taken from one place. */
export interface CrdSource {
  readonly origin: CrdOrigin;
  readonly kinds: readonly string[];
  /**
   * API version by kind.
   *
   * @default - the storage version
   */
  readonly versions?: Readonly<Record<string, string>>;
}

/** One generated file of custom resources: `constructs/imports/<name>.gen.ts`. */
export interface CrdFile {
  readonly name: string;
  readonly sources: readonly CrdSource[];
}

/** What the first line of a generated file says about a source. */
export function originMark(origin: CrdOrigin): string {
  if (origin.in === 'module') return `${origin.module.path}@${origin.module.version}`;
  return `${origin.project} (snapshot for ${origin.version})`;
}

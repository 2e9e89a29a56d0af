import type { LinuxArchitecture } from '../../rehearsal/engines.ts';

/** Images of Plinth's own: `edge` is the agent of a site and the hub, `judge` is this program, for the room `verification`. */
export const OWN_IMAGES = ['edge', 'judge'] as const;

/** One of them. */
export type OwnImageKind = (typeof OWN_IMAGES)[number];

/** What an image of Plinth's own consists of. */
export interface ImageRecipe {
  /** What it is for, in one sentence. */
  readonly purpose: string;
  /** Image that it stands on. @default - nothing: its programs need nothing but the kernel */
  readonly base?: string;
  /** What runs when it starts. */
  readonly entrypoint: readonly string[];
  /** Where programs are looked for. */
  readonly path: string;
  /** Field of the spec that names it. */
  readonly field: string;
  /** Puts its files into a folder as they are to lie in the image. */
  fill(folder: string, architecture: LinuxArchitecture): Promise<void>;
}

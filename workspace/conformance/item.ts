import type { Scene } from '../score/scene.ts';

/** Parts of the checklist, in its order. */
export const CHECKLIST_SECTIONS = [
  'accelerators',
  'networking',
  'schedulingOrchestration',
  'observability',
  'security',
  'operator',
] as const;

/** What the checklist calls the state of an item. */
export type ConformanceStatus = 'Implemented' | 'Partially Implemented' | 'Not Implemented' | 'N/A';

/** A test that really ran it. */
export interface RehearsalTest {
  /** File below the repository. */
  readonly file: string;
  /** Name of the test, as it stands in the file. */
  readonly name: string;
}

/** What the rendered platform shows for an item. */
export interface Shown {
  readonly status: ConformanceStatus;
  /** Objects and add-ons of the rendered platform. */
  readonly objects: readonly string[];
  /** What is missing, or why it does not apply. @default - nothing is */
  readonly gap?: string;
}

/** One item of the checklist. */
export interface ChecklistItem {
  /** Identifier, as the checklist has it. */
  readonly id: string;
  readonly section: (typeof CHECKLIST_SECTIONS)[number];
  readonly level: 'MUST' | 'SHOULD';
  /** What has to be shown, in our words. */
  readonly asks: string;
  /** What only a cluster with accelerators can show. @default - nothing: the rehearsal shows all of it */
  readonly needsHardware?: string;
  /** Tests that ran it. */
  readonly tests: readonly RehearsalTest[];
  /** Looks at a rendered platform. */
  show(scene: Scene): Shown;
}

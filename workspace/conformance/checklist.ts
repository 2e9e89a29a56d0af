import type { ChecklistItem } from './item.ts';
import { ACCELERATOR_ITEMS } from './items/accelerators.ts';
import { NETWORKING_ITEMS } from './items/networking.ts';
import { OBSERVABILITY_ITEMS } from './items/observability.ts';
import { SAFETY_ITEMS } from './items/safety.ts';
import { SCHEDULING_ITEMS } from './items/scheduling.ts';

/** Version of the checklist. */
export const CHECKLIST_VERSION = 'v1.36';

/** The CNCF Kubernetes AI conformance checklist: 8 MUST and 6 SHOULD. */
export const CHECKLIST: readonly ChecklistItem[] = [
  ...ACCELERATOR_ITEMS,
  ...NETWORKING_ITEMS,
  ...SCHEDULING_ITEMS,
  ...OBSERVABILITY_ITEMS,
  ...SAFETY_ITEMS,
];

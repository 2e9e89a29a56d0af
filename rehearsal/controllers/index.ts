import type { ControllerDefinition } from './controller.ts';
import { jobset } from './jobset.ts';
import { kuberay } from './kuberay.ts';
import { kueue } from './kueue.ts';
import { lws } from './lws.ts';
import { sparkOperator } from './spark-operator.ts';
import { trainer } from './trainer.ts';

/** Every controller that a rehearsal can run for real. */
export const CONTROLLERS: readonly ControllerDefinition[] = [kueue, jobset, lws, trainer, kuberay, sparkOperator];

import { aiGateway } from './ai-gateway.ts';
import { cloudnativePg } from './cloudnative-pg.ts';
import type { ControllerDefinition } from './controller.ts';
import { envoyGateway } from './envoy-gateway.ts';
import { jobset } from './jobset.ts';
import { keda } from './keda.ts';
import { kserve, kserveLlmisvc } from './kserve.ts';
import { kuberay } from './kuberay.ts';
import { kueue } from './kueue.ts';
import { kyverno } from './kyverno.ts';
import { lws } from './lws.ts';
import { sparkOperator } from './spark-operator.ts';
import { trainer } from './trainer.ts';

/** Every controller that a rehearsal can run for real. */
export const CONTROLLERS: readonly ControllerDefinition[] = [
  kueue,
  jobset,
  lws,
  trainer,
  kuberay,
  sparkOperator,
  envoyGateway,
  aiGateway,
  kserve,
  kserveLlmisvc,
  cloudnativePg,
  keda,
  kyverno,
];

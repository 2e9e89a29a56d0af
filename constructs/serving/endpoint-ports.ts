import { CLASSIC_PORT, CLASSIC_RUNTIMES } from './classic-runtime.ts';
import { PICKER_PORTS } from './language-presets.ts';
import { LLM_PORT } from './llm-pod.ts';

/** Ports at which the pods of endpoints show their figures. */
export const ENDPOINT_PORTS = {
  /** Servers of classic models; which one, the annotation `prometheus.kserve.io/port` of a pod says. */
  classic: [CLASSIC_PORT, ...Object.values(CLASSIC_RUNTIMES).flatMap(({ metricsPort }) => metricsPort ?? [])],
  /** Servers of language models. */
  language: LLM_PORT,
  /** What chooses among them. */
  picker: PICKER_PORTS.metrics,
} as const;

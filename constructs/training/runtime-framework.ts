/** Frameworks that run on a runtime of Kubeflow Trainer. */
export const RUNTIME_FRAMEWORKS = ['torch', 'jax', 'deepspeed', 'mpi', 'xgboost'] as const;

/** A framework that runs on a runtime of Kubeflow Trainer. */
export type RuntimeFramework = (typeof RUNTIME_FRAMEWORKS)[number];

/** Runtimes: one for each framework, and one for torch jobs that go on with fewer nodes. */
export type RuntimeKind = RuntimeFramework | 'torch-elastic';

/** Name of a runtime. */
export function runtimeName(kind: RuntimeKind): string {
  return `plinth-${kind}`;
}

/** Runtimes that a list of frameworks needs. */
export function runtimeKinds(frameworks: readonly string[]): RuntimeKind[] {
  return RUNTIME_FRAMEWORKS.filter((name) => frameworks.includes(name)).flatMap((name): RuntimeKind[] =>
    name === 'torch' ? ['torch', 'torch-elastic'] : [name],
  );
}

/** Whether a framework's pods find each other over SSH, started by a launcher. */
export function isMpi(framework: RuntimeFramework): framework is 'mpi' | 'deepspeed' {
  return framework === 'mpi' || framework === 'deepspeed';
}

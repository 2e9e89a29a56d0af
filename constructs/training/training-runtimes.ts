import { Construct } from 'constructs';
import { ClusterTrainingRuntime, TrainingRuntime } from '../imports/trainer.gen.ts';
import { type RuntimeKind, runtimeName } from './runtime-framework.ts';
import type { RuntimeSetting } from './runtime-pod.ts';
import { trainingRuntime } from './training-runtime.ts';

/** Which runtimes there are, and for whom. */
export interface TrainingRuntimesProps {
  /** Runtimes. */
  readonly kinds: readonly RuntimeKind[];
  /** What all their pods have in common. */
  readonly setting: RuntimeSetting;
  /** Namespace that they are for. @default - all namespaces */
  readonly namespace?: string;
}

/** Runtimes that TrainJobs name: of the whole cluster, or of one namespace whose pods need something of their own. */
export class TrainingRuntimes extends Construct {
  public constructor(scope: Construct, id: string, { kinds, namespace, setting }: TrainingRuntimesProps) {
    super(scope, id);
    for (const kind of kinds) {
      const spec = trainingRuntime(kind, setting);
      const name = runtimeName(kind);
      // The SDK of Trainer lists runtimes by this label.
      const labels = { 'trainer.kubeflow.org/framework': kind === 'torch-elastic' ? 'torch' : kind };
      if (namespace === undefined) new ClusterTrainingRuntime(this, kind, { metadata: { name, labels }, spec });
      else new TrainingRuntime(this, kind, { metadata: { name, namespace, labels }, spec });
    }
  }
}

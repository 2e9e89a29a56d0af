import { Construct } from 'constructs';
import { enforce } from '../../spec/finding.ts';
import { TrainingRuntime, type TrainingRuntimeSpec, TrainJob } from '../imports/trainer.gen.ts';
import { jobDaemon, withDaemon } from './job-daemon.ts';
import { settingOf } from './job-place.ts';
import { namespaceOf } from './job-props.ts';
import { trainJobManifest } from './train-job-manifest.ts';
import { hasOwnRuntime, type TrainingJobProps } from './training-job-props.ts';
import { trainingJobRules } from './training-job-rules.ts';
import { trainingRuntime } from './training-runtime.ts';

/**
 * A training run of a team: a TrainJob that waits in the team's queue until all its nodes are free.
 *
 * @throws {PlatformError} `TRAINING_…` if it could never run: see the room's page for the codes.
 */
export class TrainingJob extends Construct {
  /** Namespace that it runs in. */
  public readonly namespace: string;

  public constructor(scope: Construct, id: string, props: TrainingJobProps) {
    super(scope, id);
    enforce({ at: this.node.path, props }, trainingJobRules(props));
    this.namespace = namespaceOf(props);
    if (hasOwnRuntime(props)) {
      new TrainingRuntime(this, 'runtime', {
        metadata: { name: props.name, namespace: this.namespace },
        spec: ownRuntime(props),
      });
    }
    const { metadata, spec } = trainJobManifest(props);
    new TrainJob(this, 'job', { metadata: { ...metadata, name: props.name, namespace: this.namespace }, spec });
  }
}

function ownRuntime(props: TrainingJobProps): TrainingRuntimeSpec {
  const kind = props.elastic === undefined ? props.framework : 'torch-elastic';
  const runtime = trainingRuntime(kind, settingOf(props.place), props.image);
  const brought = jobDaemon(props);
  return brought === undefined ? runtime : withDaemon(runtime, brought);
}

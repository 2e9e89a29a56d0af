import { Construct } from 'constructs';
import { enforce, type Finding, type Rule } from '../../spec/finding.ts';
import { Experiment, type ExperimentObjective, type ExperimentParameter } from '../imports/katib.ts';
import { type At, error, frameworkIsOn } from './job-rules.ts';
import type { SearchAlgorithm } from './katib-config.ts';
import { SWEEP_LABEL } from './katib-patches.ts';
import { isMpi } from './runtime-framework.ts';
import { TRAINER_CONTAINER } from './runtime-pod.ts';
import { trainJobManifest } from './train-job-manifest.ts';
import { hasOwnRuntime, type TrainingJobProps } from './training-job-props.ts';
import { LONGEST_TRAIN_JOB, trainingJobRules } from './training-job-rules.ts';

/** A search over hyper-parameters. */
export interface SweepProps {
  /** Name of the search; its trials add nine characters. */
  readonly name: string;
  /** The job that each trial runs; its command has a {@link trialValue} wherever the trial's value goes. */
  readonly job: Omit<TrainingJobProps, 'name'>;
  /** What is varied. */
  readonly parameters: readonly ExperimentParameter[];
  /** What is sought. The program prints `<metric>=<value>` lines. */
  readonly objective: ExperimentObjective;
  /** How values are chosen. @default random */
  readonly algorithm?: SearchAlgorithm;
  /** Trials in all. At least 1. */
  readonly trials: number;
  /** Trials at the same time; all of them share the team's quota. @default 1 */
  readonly parallel?: number;
  /** Trials that may fail. @default 3 */
  readonly mayFail?: number;
}

/** Stands in a command for the value that a trial is given: `--lr=${trialValue('lr')}`. */
export function trialValue(parameter: string): string {
  return `$\{trialParameters.${parameter}}`;
}

/** Characters that Katib adds to a search's name for each trial. */
const TRIAL_ENDING = 9;

/**
 * A search over hyper-parameters: trials that are training jobs of the team, each of which waits in its queue.
 *
 * @throws {PlatformError} `TRAINING_…` if no trial could ever run: see the room's page for the codes.
 */
export class Sweep extends Construct {
  public constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    const job: TrainingJobProps = { ...props.job, name: props.name };
    enforce({ at: this.node.path, props: job }, rules(job));
    const { apiVersion, kind } = { apiVersion: 'trainer.kubeflow.org/v1alpha1', kind: 'TrainJob' };
    new Experiment(this, 'experiment', {
      metadata: { name: props.name, namespace: job.place.namespace },
      spec: {
        parameters: props.parameters,
        objective: props.objective,
        algorithm: { algorithmName: props.algorithm ?? 'random' },
        maxTrialCount: props.trials,
        parallelTrialCount: props.parallel ?? 1,
        maxFailedTrialCount: props.mayFail ?? 3,
        trialTemplate: {
          primaryContainerName: TRAINER_CONTAINER,
          primaryPodLabels: {
            'jobset.sigs.k8s.io/replicatedjob-name': isMpi(job.framework) ? 'launcher' : TRAINER_CONTAINER,
            'batch.kubernetes.io/job-completion-index': '0',
          },
          trialParameters: props.parameters.map(({ name }) => ({ name, reference: name })),
          trialSpec: { apiVersion, kind, ...trainJobManifest(job, { [SWEEP_LABEL]: props.name }) },
        },
      },
    });
  }
}

function rules(job: TrainingJobProps): readonly Rule<At<TrainingJobProps>>[] {
  return [frameworkIsOn('katib'), ...trainingJobRules(job, LONGEST_TRAIN_JOB - TRIAL_ENDING), plainTrials];
}

/** A trial is one object: whatever needs a second one, or the name of the trial, cannot be one. */
function* plainTrials({ at, props }: At<TrainingJobProps>): Iterable<Finding> {
  const { elastic, fabric } = props;
  if (!hasOwnRuntime(props) && elastic === undefined && fabric !== 'rdma') return;
  yield error('TRAINING_SWEEP_JOB', `${at}.job`, {
    problem: 'trials cannot be elastic, use RDMA, or bring an image of their own for MPI or DeepSpeed',
    fix: 'leave elastic, fabric and the MPI image out',
  });
}

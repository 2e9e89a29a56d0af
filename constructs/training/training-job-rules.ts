import type { Finding, Rule } from '../../spec/finding.ts';
import { type At, error, frameworkIsOn, GANG_RULES, jobName } from './job-rules.ts';
import { isMpi } from './runtime-framework.ts';
import type { TrainingJobProps } from './training-job-props.ts';

/** Longest name of a TrainJob. Trainer 2.3 takes longer ones, but its pods' names must fit too, and 2.4 takes no more. Unit: characters. */
export const LONGEST_TRAIN_JOB = 20;

/** Everything that is checked about a training job. */
export function trainingJobRules(
  { framework }: TrainingJobProps,
  longest = LONGEST_TRAIN_JOB,
): readonly Rule<At<TrainingJobProps>>[] {
  return [
    jobName(longest, 'the names of its pods and of the next Trainer’s jobs must fit'),
    frameworkIsOn(framework),
    ...GANG_RULES,
    mpiNodes,
    elasticTorch,
  ];
}

/** Trainer 2.3 makes a launcher and at least one further node, whatever it is asked for. */
function* mpiNodes({ at, props: { framework, nodes } }: At<TrainingJobProps>): Iterable<Finding> {
  if (!isMpi(framework) || nodes >= 2) return;
  yield error('TRAINING_MPI_NODES', `${at}.nodes`, {
    problem: `a ${framework} job has a launcher, which trains too, and at least one more node; got ${nodes}`,
    fix: 'ask for two nodes or more, or use torch for a single node',
  });
}

/** Only torchrun can go on with fewer nodes. */
function* elasticTorch({ at, props }: At<TrainingJobProps>): Iterable<Finding> {
  const { command, elastic, framework, nodes } = props;
  if (elastic === undefined) return;
  if (framework !== 'torch' || command[0] !== 'torchrun')
    yield error('TRAINING_ELASTIC_TORCHRUN', `${at}.elastic`, {
      problem: `only a torch job whose command begins with torchrun can go on with fewer nodes; got ${framework} and "${command[0] ?? ''}"`,
      fix: 'begin the command with torchrun, or leave elastic out',
    });
  if (!Number.isInteger(elastic.minNodes) || elastic.minNodes < 1 || elastic.minNodes >= nodes)
    yield error('TRAINING_ELASTIC_RANGE', `${at}.elastic.minNodes`, {
      problem: `expected 1–${nodes - 1} for a job of ${nodes} nodes, got ${elastic.minNodes}`,
      fix: 'set minNodes below nodes, or leave elastic out',
    });
}

/** Training: runtimes, the operators that run them, and what keeps long jobs going. */
export { CHECKPOINT_ENV, type CheckpointStore, checkpointStore } from './checkpoint-store.ts';
export { type JobPlace, jobPlaces } from './job-place.ts';
export type { GangProps, TeamJobProps } from './job-props.ts';
export type { SearchAlgorithm } from './katib-config.ts';
export { KATIB_DATABASE_SECRET, type KatibValues, type KustomizePatch } from './katib-patches.ts';
export { type LeaderWorkerSetValues, leaderWorkerSetValues } from './leaderworkerset-values.ts';
export { nodeShare } from './node-share.ts';
export { SHARED_MEMORY } from './pod-parts.ts';
export { RayTrainingJob, type RayTrainingJobProps } from './ray-training-job.ts';
export { FABRIC_CONTAINER, RESTRICTED_POD } from './restricted-pod.ts';
export { RUNTIME_FRAMEWORKS, type RuntimeFramework, type RuntimeKind, runtimeName } from './runtime-framework.ts';
export { SparkJob, type SparkJobProps, type SparkSize } from './spark-job.ts';
export { Sweep, type SweepProps, trialValue } from './sweep.ts';
export { Training, type TrainingProps } from './training.ts';
export { TrainingJob } from './training-job.ts';
export type { TrainingJobProps } from './training-job-props.ts';

import type { Seconds } from '../../spec/units.ts';
import { jobDaemon } from './job-daemon.ts';
import type { GangProps } from './job-props.ts';
import { isMpi, type RuntimeFramework } from './runtime-framework.ts';

/** A training run. */
export interface TrainingJobProps extends GangProps {
  /** What trains; its runtime must be on in `training.frameworks`. */
  readonly framework: RuntimeFramework;
  /** Program and arguments; for MPI and DeepSpeed what the launcher runs, such as `mpirun`. */
  readonly command: readonly string[];
  /** Image with the program. @default - the framework's own, from the catalogue */
  readonly image?: string;
  /** Variables of the program. @default - those of the runtime alone */
  readonly env?: Readonly<Record<string, string>>;
  /** Goes on with so many nodes when others are lost. Only torch with `torchrun`. @default - all nodes or none */
  readonly elastic?: {
    /** Fewest nodes that it trains on. At least 1, less than `nodes`. */
    readonly minNodes: number;
  };
  /** What the program is told about checkpoints instead of the platform's words. @default - the platform's */
  readonly checkpoints?: {
    /** Time between two. @default - the platform's */
    readonly every?: Seconds;
    /** How many to keep. @default - the platform's */
    readonly keep?: number;
    /** Where to keep them. @default - a folder of the job's own on the team's volume or in its bucket */
    readonly uri?: string;
  };
}

/**
 * Whether a job brings a runtime of its own: Trainer 2.3 hands its image to the launcher of MPI alone, and a TrainJob cannot add a
 * side-car.
 */
export function hasOwnRuntime(props: Pick<TrainingJobProps, 'fabric' | 'framework' | 'image' | 'place'>): boolean {
  return (isMpi(props.framework) && props.image !== undefined) || jobDaemon(props) !== undefined;
}

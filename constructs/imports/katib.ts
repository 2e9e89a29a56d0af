import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Container, HTTPGetAction, ObjectMeta } from './kubernetes.gen.ts';

// Written by hand for Katib 0.19: its CRDs keep unknown fields and have no schema to generate from.

/** One hyperparameter, and the values that it may take; every value is a string on the wire. */
export type ExperimentParameter = { readonly name: string } & (
  | { readonly parameterType: 'int' | 'double'; readonly feasibleSpace: NumericRange }
  | { readonly parameterType: 'discrete' | 'categorical'; readonly feasibleSpace: { readonly list: readonly string[] } }
);

/** Bounds of a numeric hyperparameter, both included. */
interface NumericRange {
  readonly min: string;
  readonly max: string;
  /**
   * Distance between two neighbouring values.
   *
   * @default - any value in the range; grid search needs a step for `double`
   */
  readonly step?: string;
  /**
   * How values are drawn.
   *
   * @default - uniform
   */
  readonly distribution?: 'uniform' | 'logUniform' | 'normal' | 'logNormal';
}

/** What a search optimises. */
export interface ExperimentObjective {
  readonly type: 'minimize' | 'maximize';
  /** Metric that trials report under this name. */
  readonly objectiveMetricName: string;
  /**
   * Value at which the search has succeeded.
   *
   * @default - the search runs until `maxTrialCount` trials are done
   */
  readonly goal?: number;
  /** Metrics that are collected, but not optimised. */
  readonly additionalMetricNames?: readonly string[];
  /**
   * Which of a metric's values in one trial counts.
   *
   * @default - the best one for the objective's type
   */
  readonly metricStrategies?: readonly { readonly name: string; readonly value: 'min' | 'max' | 'latest' }[];
}

/** A search or early-stopping algorithm with its settings. */
export interface ExperimentAlgorithm {
  /** For example `random`, `grid`, `tpe`, `cmaes`, `hyperband`; for early stopping `medianstop`. */
  readonly algorithmName: string;
  readonly algorithmSettings?: readonly { readonly name: string; readonly value: string }[];
}

/** The job that each trial runs. */
interface TrialTemplate {
  /** Manifest of the job, with `${trialParameters.<name>}` where a value goes. */
  readonly trialSpec: Readonly<Record<string, unknown>>;
  /** Placeholders of the manifest, each with the hyperparameter that fills it. */
  readonly trialParameters: readonly {
    readonly name: string;
    readonly reference: string;
    readonly description?: string;
  }[];
  /**
   * Container whose metrics are collected.
   *
   * @default - training-container
   */
  readonly primaryContainerName?: string;
  /** Labels of the pod whose metrics are collected, where a trial has several pods. */
  readonly primaryPodLabels?: Readonly<Record<string, string>>;
  /** GJSON path on the job that is true once a trial has succeeded; needed for kinds that Katib does not know. */
  readonly successCondition?: string;
  /** GJSON path on the job that is true once a trial has failed; needed for kinds that Katib does not know. */
  readonly failureCondition?: string;
  /**
   * Whether the job stays after its trial.
   *
   * @default false
   */
  readonly retain?: boolean;
}

/** How metrics reach Katib. */
interface MetricsCollector {
  readonly collector: {
    readonly kind: 'StdOut' | 'File' | 'TensorFlowEvent' | 'PrometheusMetric' | 'Custom' | 'Push' | 'None';
    /** The collector itself, for the kind `Custom`. */
    readonly customCollector?: Container;
  };
  readonly source?: {
    readonly fileSystemPath?: {
      readonly kind: 'File' | 'Directory';
      readonly path: string;
      readonly format?: 'TEXT' | 'JSON';
    };
    readonly filter?: { readonly metricsFormat: readonly string[] };
    readonly httpGet?: HTTPGetAction;
  };
}

/** A search over hyperparameters; architecture search (`nasConfig`) is left out. */
export interface ExperimentSpec {
  readonly parameters: readonly ExperimentParameter[];
  readonly objective: ExperimentObjective;
  readonly algorithm: ExperimentAlgorithm;
  readonly earlyStopping?: ExperimentAlgorithm;
  readonly trialTemplate: TrialTemplate;
  /**
   * Trials that run at the same time.
   *
   * @default 3
   */
  readonly parallelTrialCount?: number;
  /** Finished trials after which the search ends; needed without a goal. */
  readonly maxTrialCount?: number;
  /** Failed trials after which the search has failed. */
  readonly maxFailedTrialCount?: number;
  /**
   * Whether a finished search can go on later.
   *
   * @default Never
   */
  readonly resumePolicy?: 'Never' | 'LongRunning' | 'FromVolume';
  /**
   * How metrics are collected.
   *
   * @default - from the standard output of the primary container
   */
  readonly metricsCollectorSpec?: MetricsCollector;
}

/** Props of an {@link Experiment}. */
export interface ExperimentProps {
  readonly metadata?: ObjectMeta;
  readonly spec: ExperimentSpec;
}

/** kubeflow.org/v1beta1 Experiment, namespaced. */
export class Experiment extends ApiObject {
  static readonly apiVersion = 'kubeflow.org/v1beta1';
  static readonly kind = 'Experiment';
  declare readonly kind: 'Experiment';
  constructor(scope: Construct, id: string, props: ExperimentProps) {
    super(scope, id, { ...props, apiVersion: 'kubeflow.org/v1beta1', kind: 'Experiment' } as ApiObjectProps);
  }
}

import { Construct } from 'constructs';
import { enforce, type Finding, type Rule } from '../../spec/finding.ts';
import { sizeText } from '../../spec/units.ts';
import { RESTRICTED_CONTAINER } from '../core/index.ts';
import { SparkApplication, type SparkApplicationExecutor } from '../imports/spark-operator.gen.ts';
import { TEAM_SERVICE_ACCOUNT } from '../tenancy/index.ts';
import type { TeamJobProps } from './job-props.ts';
import { type At, error, frameworkIsOn, jobName, knownPriority } from './job-rules.ts';

/** What the driver, or each executor, gets. */
export interface SparkSize {
  /** Whole vCPUs. At least 1. */
  readonly cores: number;
  /** Memory of the Java machine; Spark adds a tenth for what is outside it. Unit: GiB. */
  readonly memoryGib: number;
}

/** A Spark application. */
export interface SparkJobProps extends TeamJobProps {
  /** Image with Spark and the program. */
  readonly image: string;
  /** Version of Spark in the image. */
  readonly sparkVersion: string;
  /** Program, for example `local:///opt/app/etl.py`. */
  readonly main: string;
  /** Language of the program. @default Python */
  readonly type?: 'Java' | 'Python' | 'R' | 'Scala';
  /** Class that a Java or Scala program begins in. @default - the program needs none */
  readonly mainClass?: string;
  /** Arguments of the program. @default - none */
  readonly args?: readonly string[];
  /** Size of the driver. @default - 1 vCPU, 4 GiB */
  readonly driver?: SparkSize;
  /** How many executors, and how large. */
  readonly executors: SparkSize & {
    /** How many. At least 1. */
    readonly count: number;
  };
}

/** Longest name that leaves room for what Spark and its operator add. Unit: characters. */
const LONGEST_SPARK_JOB = 35;
/** User of the Spark images. */
const SPARK_USER = 185;
const DRIVER: SparkSize = { cores: 1, memoryGib: 4 };

/**
 * A Spark application of a team.
 *
 * @throws {PlatformError} `TRAINING_…` if it could never run: see the room's page for the codes.
 */
export class SparkJob extends Construct {
  /** Namespace that it runs in. */
  public readonly namespace: string;

  public constructor(scope: Construct, id: string, props: SparkJobProps) {
    super(scope, id);
    enforce({ at: this.node.path, props }, RULES);
    const { driver = DRIVER, executors, place, priority } = props;
    this.namespace = place.namespace;
    new SparkApplication(this, 'application', {
      metadata: {
        name: props.name,
        namespace: place.namespace,
        labels: {
          'kueue.x-k8s.io/queue-name': place.queueName,
          ...(priority === undefined ? {} : { 'kueue.x-k8s.io/priority-class': priority }),
        },
      },
      spec: {
        // Kueue starts it: until then neither driver nor executors exist.
        suspend: true,
        type: props.type ?? 'Python',
        mode: 'cluster',
        sparkVersion: props.sparkVersion,
        image: props.image,
        mainApplicationFile: props.main,
        mainClass: props.mainClass,
        arguments: props.args,
        restartPolicy: { type: 'OnFailure', onFailureRetries: place.training.retries, onFailureRetryInterval: 30 },
        driver: { ...pod(props, driver), template: DRIVER_TEMPLATE },
        executor: { ...pod(props, executors), instances: executors.count, template: EXECUTOR_TEMPLATE },
      },
    });
  }
}

/** Only the driver speaks to the API server. */
const DRIVER_TEMPLATE = {
  spec: { automountServiceAccountToken: true, containers: [{ name: 'spark-kubernetes-driver' }] },
};
const EXECUTOR_TEMPLATE = {
  spec: { automountServiceAccountToken: false, containers: [{ name: 'spark-kubernetes-executor' }] },
};

function pod({ place }: SparkJobProps, { cores, memoryGib }: SparkSize): SparkApplicationExecutor {
  return {
    cores,
    memory: sizeText(memoryGib).replace(/i$/, '').toLowerCase(),
    serviceAccount: TEAM_SERVICE_ACCOUNT,
    labels: { ...place.podLabels },
    nodeSelector: place.pool.facts.nodeLabels,
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: SPARK_USER,
      runAsGroup: SPARK_USER,
      fsGroup: SPARK_USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    securityContext: RESTRICTED_CONTAINER,
    envFrom: place.store.kind === 'bucket' ? place.store.secrets.map((name) => ({ secretRef: { name } })) : undefined,
  };
}

/** vCPUs that the team can hold of the pool: with accelerators, those that go with them. */
function* withinVcpus({ at, props }: At<SparkJobProps>): Iterable<Finding> {
  const { driver = DRIVER, executors, place } = props;
  const { shape } = place.pool;
  if (shape.vcpus === undefined) return;
  const most = Math.floor((place.ceiling * shape.vcpus) / shape.unitsPerNode);
  const asked = driver.cores + executors.count * executors.cores;
  if (asked <= most) return;
  yield error('TRAINING_QUOTA_EXCEEDED', `${at}.executors`, {
    problem: `the application takes ${asked} vCPUs, and team ${place.team.name} can hold at most ${most} on pool ${place.pool.flavorName}: it would wait for ever`,
    fix: `ask for at most ${most} in all, or raise guaranteed or borrowable of the team`,
  });
}

/** A sandboxed pod must name its RuntimeClass, and the operator’s template of a driver has no place for one. */
function* notSandboxed({ at, props: { place } }: At<SparkJobProps>): Iterable<Finding> {
  if (place.team.sandbox === 'none') return;
  yield error('TRAINING_SPARK_SANDBOXED', at, {
    problem: `pods of team ${place.team.name} must run in ${place.team.sandbox}, which Spark’s do not`,
    fix: 'run it as another team, or as a torch or Ray job',
  });
}

const RULES: readonly Rule<At<SparkJobProps>>[] = [
  jobName(LONGEST_SPARK_JOB, 'the names of its executors and services must fit'),
  frameworkIsOn('spark'),
  knownPriority,
  withinVcpus,
  notSandboxed,
];

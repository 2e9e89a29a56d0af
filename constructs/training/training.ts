import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { PlatformError } from '../../spec/finding.ts';
import type { TrainingSpec } from '../../spec/training.ts';
import { sizeText } from '../../spec/units.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { PersistentVolumeClaim, PodDisruptionBudget } from '../imports/kubernetes.gen.ts';
import type { Queueing } from '../queueing/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { CHECKPOINT_CLAIM, type CheckpointStore, checkpointStore } from './checkpoint-store.ts';
import { type JobPlace, jobPlaces } from './job-place.ts';
import { error } from './job-rules.ts';
import { type JobSetValues, jobSetValues } from './jobset-values.ts';
import { KatibNetwork } from './katib-network.ts';
import { KATIB_DATABASE_SECRET, type KatibValues, katibValues } from './katib-patches.ts';
import { type KubeRayValues, kubeRayValues } from './kuberay-values.ts';
import { type LeaderWorkerSetValues, leaderWorkerSetValues } from './leaderworkerset-values.ts';
import { RayStatusPath } from './ray-status-path.ts';
import { runtimeKinds } from './runtime-framework.ts';
import { SparkDriverAccess } from './spark-driver-access.ts';
import { type SparkOperatorValues, sparkOperatorValues } from './spark-operator-values.ts';
import { SweepPaths } from './sweep-paths.ts';
import { type TrainerValues, trainerValues } from './trainer-values.ts';
import { TrainingRuntimes } from './training-runtimes.ts';

/** What training is given. */
export interface TrainingProps extends RoomProps {
  /** What the spec says about training. */
  readonly training: TrainingSpec;
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
  /** Queues of all teams. */
  readonly queues: Queueing['queues'];
}

/** Training: runtimes, the operators that run them, and what keeps long jobs going. */
export class Training extends Room {
  /** Places where jobs can run: every pool that is open to a team. */
  public readonly places: readonly JobPlace[];
  /** JobSet, which runs the pods of a job as one. */
  public readonly jobset: AddOn<JobSetValues>;
  /** Kubeflow Trainer, which makes a JobSet from a TrainJob. */
  public readonly trainer: AddOn<TrainerValues>;
  readonly #props: TrainingProps;

  public constructor(scope: Construct, props: TrainingProps) {
    super(scope, 'training', props);
    this.#props = props;
    const { facts, queues, spaces, spec, training } = props;
    const store = checkpointStore(facts);
    const uses = (framework: TrainingSpec['frameworks'][number]) => training.frameworks.includes(framework);

    this.jobset = this.#jobset();
    this.#leaderWorkerSet();
    this.trainer = this.#trainer();
    const ray = uses('ray') ? this.#ray() : undefined;
    const spark = uses('spark') ? this.#spark() : undefined;
    const katib = uses('katib') ? this.#katib() : undefined;

    // The cloud's way of injecting an identity is the same for all its teams.
    const podLabels = Object.assign({}, ...facts.teams.map(({ identityPodLabels }) => identityPodLabels));
    const tracking = spec.access !== undefined && spec.registry?.tracking === true;
    const kinds = runtimeKinds(training.frameworks);
    new TrainingRuntimes(this.in('platform'), 'runtimes', { kinds, setting: { training, store, podLabels, tracking } });
    for (const space of spaces) this.#team(space, store, { ray, spark, katib });
    const priorities = spec.queueing.priorities.map(({ name }) => name);
    const cardNetworks = facts.acceleratorNetworks?.map(({ name }) => name);
    this.places = jobPlaces(spaces, queues, { training, store, priorities, tracking, cardNetworks });
  }

  /**
   * Where a team's jobs on a pool run.
   *
   * @throws {PlatformError} `TRAINING_PLACE_CLOSED` if there is no such team or pool, or the pool is closed to the team.
   */
  public place(team: string, pool: string): JobPlace {
    const found = this.places.find((place) => place.team.name === team && place.pool.flavorName === pool);
    if (found !== undefined) return found;
    const open = this.places.filter((place) => place.team.name === team).map((place) => place.pool.flavorName);
    throw new PlatformError([
      error('TRAINING_PLACE_CLOSED', 'training', {
        problem: `pool ${pool} is not open to team ${team}; open to it: ${open.join(', ') || 'none'}`,
        fix: `choose one of them, or give ${team} a quota on ${pool}`,
      }),
    ]);
  }

  #jobset(): AddOn<JobSetValues> {
    return this.install<JobSetValues>({
      component: components.jobset,
      namespace: this.#namespace('jobset-system'),
      values: jobSetValues(this.#props.spec),
      ready: [{ kind: 'Deployment', name: 'jobset-controller' }],
    });
  }

  #leaderWorkerSet(): void {
    const namespace = this.#namespace('lws-system');
    this.install<LeaderWorkerSetValues>({
      component: components.leaderworkerset,
      release: 'lws',
      namespace,
      values: leaderWorkerSetValues(this.#props.spec),
      ready: [{ kind: 'Deployment', name: 'lws-controller-manager' }],
    });
    this.#budget(namespace, 'lws-controller-manager', { 'app.kubernetes.io/name': 'lws' });
  }

  #trainer(): AddOn<TrainerValues> {
    const namespace = this.#namespace('kubeflow-system');
    this.#budget(namespace, 'kubeflow-trainer-controller-manager', { 'app.kubernetes.io/name': 'kubeflow-trainer' });
    return this.install<TrainerValues>({
      component: components['kubeflow-trainer'],
      namespace,
      values: trainerValues(this.#props.spec),
      // Its manager ends at once where the kind JobSet is unknown.
      after: [this.jobset],
      ready: [{ kind: 'Deployment', name: 'kubeflow-trainer-controller-manager' }],
    });
  }

  #ray(): string {
    const namespace = this.#namespace('ray-system');
    this.#budget(namespace, 'kuberay-operator', { 'app.kubernetes.io/name': 'kuberay-operator' });
    this.install<KubeRayValues>({
      component: components.kuberay,
      namespace,
      values: kubeRayValues(this.#props.spec),
      ready: [{ kind: 'Deployment', name: 'kuberay-operator' }],
    });
    return namespace;
  }

  #spark(): string {
    const namespace = this.#namespace('spark-operator');
    this.install<SparkOperatorValues>({
      component: components['spark-operator'],
      namespace,
      values: sparkOperatorValues(this.#props.spec),
      ready: [
        { kind: 'Deployment', name: 'spark-operator-controller' },
        { kind: 'Deployment', name: 'spark-operator-webhook' },
      ],
    });
    return namespace;
  }

  #katib(): string {
    // Upstream's folder and the condition of its webhook are written for this name.
    const namespace = this.#namespace('kubeflow');
    new KatibNetwork(this.in('operators'), 'katib-network', { namespace });
    this.external.push({
      apiVersion: 'v1',
      kind: 'Secret',
      name: KATIB_DATABASE_SECRET,
      namespace,
      keys: ['MYSQL_ROOT_PASSWORD'],
      purpose: 'password of the database that Katib keeps its trials in',
    });
    this.install<KatibValues>({
      component: components.katib,
      namespace,
      values: katibValues(this.#props.facts),
      after: [this.trainer],
      ready: [
        { kind: 'Deployment', name: 'katib-controller' },
        { kind: 'Deployment', name: 'katib-db-manager' },
      ],
    });
    return namespace;
  }

  #namespace(name: string): string {
    const { kubernetes } = this.#props.spec.target;
    return new PlatformNamespace(this.in('operators'), `namespace-${name}`, { name, kubernetes }).name;
  }

  /** For charts that have no budget of their own. */
  #budget(namespace: string, name: string, matchLabels: Readonly<Record<string, string>>): void {
    new PodDisruptionBudget(this.in('operators'), `budget-${name}`, {
      metadata: { name, namespace },
      spec: { minAvailable: 1, selector: { matchLabels } },
    });
  }

  #team({ facts, namespaces, team }: TeamSpace, store: CheckpointStore, controllers: Controllers): void {
    const { training } = this.#props;
    const chart = this.for(team.name);
    for (const { name: namespace } of namespaces) {
      if (store.kind === 'volume') {
        new PersistentVolumeClaim(chart, `checkpoints-${namespace}`, {
          metadata: { name: CHECKPOINT_CLAIM, namespace },
          spec: {
            accessModes: ['ReadWriteMany'],
            storageClassName: store.storageClass,
            resources: { requests: { storage: sizeText(training.checkpoints.volume) } },
          },
        });
      }
      if (team.sandbox !== 'none') {
        new TrainingRuntimes(chart, `runtimes-${namespace}`, {
          kinds: runtimeKinds(training.frameworks),
          setting: { training, store, podLabels: facts.identityPodLabels, sandbox: team.sandbox },
          namespace,
        });
      }
      const { katib, ray, spark } = controllers;
      if (ray !== undefined) new RayStatusPath(chart, `ray-${namespace}`, { namespace, controllers: ray });
      if (spark !== undefined) new SparkDriverAccess(chart, `spark-${namespace}`, { namespace });
      if (katib !== undefined) new SweepPaths(chart, `katib-${namespace}`, { namespace, controllers: katib });
    }
  }
}

/** Namespaces of the operators that are on. */
interface Controllers {
  readonly ray?: string;
  readonly spark?: string;
  readonly katib?: string;
}

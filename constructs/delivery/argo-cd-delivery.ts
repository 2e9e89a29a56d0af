import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { DeliverySpec } from '../../spec/delivery.ts';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import {
  type AddOn,
  type KubernetesObject,
  type KustomizeValues,
  WAVES,
  type Wave,
  waveFolder,
} from '../core/index.ts';
import { Application, type ApplicationSpec, AppProject } from '../imports/argo-cd.gen.ts';
import { chartVersion, depth, ociParts } from './add-on-order.ts';
import { DeliveryChart } from './delivery-chart.ts';
import { RELEASES_STEP } from './releases-step.ts';

type ApplicationSource = NonNullable<ApplicationSpec['source']>;

/** How Argo CD is told. */
export interface ArgoCdDeliveryProps {
  /** Name of the platform. */
  readonly platform: string;
  /** Repository, folder and revision that Argo CD pulls. */
  readonly delivery: Extract<DeliverySpec, { kind: 'argocd' }>;
  /** Waves that have objects. */
  readonly waves: readonly Wave[];
  /** Whether released models are delivered too, after the waves. */
  readonly releases: boolean;
  /** Add-ons without a lock: their charts are referenced. */
  readonly addOns: readonly AddOn[];
  /** Namespaces that the platform writes to. */
  readonly namespaces: readonly string[];
  /** API groups of the cluster-wide objects that the platform writes. */
  readonly clusterGroups: readonly string[];
  /** Job that must succeed before the last wave is changed. @default - nothing stops a change */
  readonly gate?: KubernetesObject | undefined;
}

/** What not every Application has. */
interface ApplicationOptions {
  /** Namespace of objects that name none; the project takes no Application without. @default - Argo CD's own */
  readonly namespace?: string;
  /** What becomes of what it brought when it is deleted. */
  readonly finalizers?: readonly string[] | undefined;
  /** What must succeed before anything of it is changed. */
  readonly before?: ApplicationSource | undefined;
}

/** Namespace that Argo CD runs in. */
export const ARGO_CD_NAMESPACE = 'argocd';
/** With it an Application that is deleted takes along what it brought, and is gone only when that is. */
export const CASCADE = 'resources-finalizer.argocd.argoproj.io';
const IN_CLUSTER = 'https://kubernetes.default.svc';

/**
 * Argo CD: one root application, and below it one application for each wave and add-on, in order by sync wave.
 *
 * Those below take along what they brought, so that an add-on that leaves the spec leaves the cluster too. The root does not,
 * until somebody asks for it: to delete it by mistake must not take a platform down. Nor does Argo CD itself, which would
 * wait for its own end.
 */
export class ArgoCdDelivery extends Construct {
  /** Repository, folder and revision that Argo CD pulls. */
  public readonly delivery: ArgoCdDeliveryProps['delivery'];
  readonly #props: ArgoCdDeliveryProps;

  public constructor(scope: Construct, id: string, props: ArgoCdDeliveryProps) {
    super(scope, id);
    this.#props = props;
    this.delivery = props.delivery;
    const { addOns, delivery, gate, platform, releases, waves } = props;
    const before = gate && this.#gate(gate);
    this.#project();
    this.#application(`argocd/root.yaml`, platform, 0, { ...git(delivery), path: `${delivery.path}/argocd/apps` });
    for (const wave of waves) {
      const number = WAVES.indexOf(wave) * 10;
      const name = `${platform}-${waveFolder(wave)}`;
      const source = { ...git(delivery), path: `${delivery.path}/${waveFolder(wave)}` };
      this.#application(`argocd/apps/${waveFolder(wave)}.yaml`, name, number, source, {
        finalizers: [CASCADE],
        before: wave === 'tenants' ? before : undefined,
      });
    }
    if (releases) {
      const source = { ...git(delivery), path: `${delivery.path}/${RELEASES_FOLDER}` };
      this.#application(`argocd/apps/${RELEASES_STEP}.yaml`, `${platform}-releases`, WAVES.length * 10, source, {
        finalizers: [CASCADE],
      });
    }
    for (const addOn of addOns) {
      const number = WAVES.indexOf(addOn.wave) * 10 + 1 + depth(addOn);
      this.#application(
        `argocd/apps/${number}-${addOn.release}.yaml`,
        `${platform}-${addOn.release}`,
        number,
        chart(addOn),
        { namespace: addOn.namespace, finalizers: addOn.namespace === ARGO_CD_NAMESPACE ? undefined : [CASCADE] },
      );
    }
  }

  /** The gate, as what Argo CD runs each time before it changes the last wave; one from before makes room for it. */
  #gate(gate: KubernetesObject): ApplicationSource {
    const { delivery, platform } = this.#props;
    const annotations = {
      'argocd.argoproj.io/hook': 'PreSync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    };
    const metadata = { ...gate.metadata, annotations: { ...gate.metadata.annotations, ...annotations } };
    new ApiObject(new DeliveryChart(this, 'argocd/gate/job.yaml', platform), 'gate', { ...gate, metadata });
    return { ...git(delivery), path: `${delivery.path}/argocd/gate` };
  }

  #project(): void {
    const { addOns, clusterGroups, delivery, namespaces, platform } = this.#props;
    const charts = addOns.map((addOn) => chart(addOn).repoURL ?? '');
    new AppProject(new DeliveryChart(this, 'argocd/project.yaml', platform), 'project', {
      metadata: { name: platform, namespace: ARGO_CD_NAMESPACE },
      spec: {
        description: `Everything that the platform ${platform} is made of, and nothing else`,
        sourceRepos: [...new Set([delivery.repository, ...charts])].sort(),
        destinations: [...new Set([ARGO_CD_NAMESPACE, 'kube-system', ...namespaces])]
          .sort()
          .map((namespace) => ({ server: IN_CLUSTER, namespace })),
        clusterResourceWhitelist: [...new Set([...CHART_GROUPS, ...clusterGroups])]
          .sort()
          .map((group) => ({ group, kind: '*' })),
      },
    });
  }

  #application(
    file: string,
    name: string,
    wave: number,
    source: ApplicationSource,
    { before, finalizers, namespace = ARGO_CD_NAMESPACE }: ApplicationOptions = {},
  ): void {
    const { platform } = this.#props;
    const annotations = { 'argocd.argoproj.io/sync-wave': `${wave}` };
    new Application(new DeliveryChart(this, file, platform), 'application', {
      metadata: { name, namespace: ARGO_CD_NAMESPACE, annotations, finalizers: finalizers && [...finalizers] },
      spec: {
        project: platform,
        destination: { server: IN_CLUSTER, namespace },
        ...(before === undefined ? { source } : { sources: [source, before] }),
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
          syncOptions: ['ServerSideApply=true', 'CreateNamespace=false', 'PruneLast=true', 'FailOnSharedResource=true'],
        },
      },
    });
  }
}

/** API groups whose cluster-wide objects charts bring; together with the platform's own, every other group is refused. */
const CHART_GROUPS = [
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'nfd.k8s-sigs.io',
  'node.k8s.io',
  'nvidia.com',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
];

function git({ repository, revision }: ArgoCdDeliveryProps['delivery']) {
  return { repoURL: repository, targetRevision: revision };
}

function chart(addOn: AddOn): ApplicationSource {
  const { component, release, values } = addOn;
  const { source } = component;
  const helm = { releaseName: release, valuesObject: values as Readonly<Record<string, unknown>> };
  switch (source.kind) {
    case 'helm':
      return { repoURL: source.repository, chart: source.chart, targetRevision: chartVersion(addOn), helm };
    case 'oci': {
      const { chart: name, registry } = ociParts(source.repository);
      return { repoURL: registry, chart: name, targetRevision: chartVersion(addOn), helm };
    }
    case 'git':
      return {
        repoURL: source.repository,
        path: source.path,
        targetRevision: chartVersion(addOn),
        kustomize: values as KustomizeValues,
      };
    case 'none':
      throw new Error(`bug: ${component.name} has nothing to install: ${source.reason}`);
  }
}

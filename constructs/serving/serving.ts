import type { Construct } from 'constructs';
import { type Component, components } from '../../catalog/index.ts';
import { hasBudgets } from '../../spec/budget-store.ts';
import { keySecret } from '../../spec/endpoint-host.ts';
import { PlatformError } from '../../spec/finding.ts';
import { fixByName } from '../../spec/nearest.ts';
import type { EndpointSpec, ServingSpec } from '../../spec/serving.ts';
import { teamPullSecrets } from '../../spec/team-identity.ts';
import type { Access } from '../access/index.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { PodDisruptionBudget } from '../imports/kubernetes.gen.ts';
import type { Queueing } from '../queueing/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { type LeaderWorkerSetValues, leaderWorkerSetValues } from '../training/index.ts';
import { AiGatewayPaths } from './ai-gateway-paths.ts';
import { BudgetPaths } from './budget-paths.ts';
import { BudgetStore } from './budget-store.ts';
import { CallerPath } from './caller-path.ts';
import { ClassicRuntimes } from './classic-runtimes.ts';
import { cosignCheck } from './cosign-check.ts';
import { Endpoint } from './endpoint.ts';
import { endpointDoors } from './endpoint-door.ts';
import { AI_GATEWAY_NAMESPACE, type EnvoyAiGatewayValues, envoyAiGatewayValues } from './envoy-ai-gateway-values.ts';
import { gatewaySettings } from './gateway-settings.ts';
import { KedaPaths } from './keda-paths.ts';
import { KEDA_NAMESPACE, type KedaValues, kedaValues } from './keda-values.ts';
import {
  type KServeLlmisvcValues,
  type KServeValues,
  kserveLlmisvcValues,
  kserveValues,
  type NoValues,
} from './kserve-values.ts';
import { LanguagePresets } from './language-presets.ts';
import { languageNamespace } from './language-size.ts';
import type { ModelCheck } from './model-check.ts';
import { RELEASE_LISTS_NAMESPACE, ReleaseAdmission, TeamReleases } from './release-admission.ts';
import type { Revision } from './revision.ts';
import { type ServingPlace, servingPlaces } from './serving-place.ts';

/** What serving is given. */
export interface ServingProps extends RoomProps {
  /** What the spec says about it. */
  readonly serving: ServingSpec;
  /** The way in. */
  readonly access: Access;
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
  /** Queues of all teams. */
  readonly queues: Queueing['queues'];
  /** Where Prometheus is asked for what replicas follow. @default - where the platform's own will stand */
  readonly prometheus?: string;
  /** What looks at a model before its server starts. @default - cosign, where the spec asks for signed releases */
  readonly verify?: ModelCheck;
}

/** Where the platform's own Prometheus answers. */
const PROMETHEUS = 'http://prometheus-operated.monitoring.svc:9090';
/** Namespace of KServe; its controllers look for their presets there. */
const KSERVE_NAMESPACE = 'kserve';

/** Serving: models that answer. */
export class Serving extends Room {
  /** Places where endpoints can run: every pool that is open to a team. */
  public readonly places: readonly ServingPlace[];
  readonly #props: ServingProps;

  public constructor(scope: Construct, props: ServingProps) {
    super(scope, 'serving', props);
    this.#props = props;
    const { access, queues, serving, spaces, spec } = props;
    const groups = spec.training === undefined ? [this.#leaderWorkerSet()] : [];
    this.#kserve(groups);
    this.#gateway();
    this.#keda();
    this.places = servingPlaces(spaces, queues, {
      platform: spec.metadata.name,
      labels: spec.metadata.labels,
      kubernetes: spec.target.kubernetes,
      access,
      prometheus: props.prometheus ?? PROMETHEUS,
      priorities: spec.queueing.priorities.map(({ name }) => name),
      verify: props.verify ?? modelCheck(props),
    });
    for (const endpoint of serving.endpoints) this.#endpoint(endpoint);
    this.#releases();
    this.#callers();
  }

  /**
   * Where a team's endpoints on a pool run.
   *
   * @throws {PlatformError} `SERVING_PLACE_CLOSED` if there is no such team or pool, or the pool is closed to the team.
   */
  public place(team: string, pool: string): ServingPlace {
    const ofTeam = this.places.filter((place) => place.team.name === team);
    const found = ofTeam.find((place) => place.pool.flavorName === pool);
    if (found !== undefined) return found;
    const open = ofTeam.map((place) => place.pool.flavorName);
    throw new PlatformError([
      {
        code: 'SERVING_PLACE_CLOSED',
        level: 'error',
        at: 'serving',
        problem: `pool ${pool} is not open to team ${team}; open to it: ${open.join(', ') || 'none'}`,
        fix: `${fixByName(pool, open)}, or give ${team} a quota on ${pool}`,
      },
    ]);
  }

  #kserve(before: readonly AddOn[]): void {
    const namespace = this.#namespace(KSERVE_NAMESPACE);
    const after = [...this.#props.access.addOns, ...before];
    const classic = this.#definitions(components['kserve-crd'], namespace);
    const language = this.#definitions(components['kserve-llmisvc-crd'], namespace, [classic]);
    const kserve = this.install<KServeValues>({
      component: components.kserve,
      namespace,
      values: kserveValues(this.#props),
      after: [...after, classic],
      ready: [{ kind: 'Deployment', name: 'kserve-controller-manager' }],
    });
    this.install<KServeLlmisvcValues>({
      component: components['kserve-llmisvc'],
      namespace,
      values: kserveLlmisvcValues(this.#props),
      // The other chart brings the ConfigMap that this controller reads, and the issuer of its certificate.
      after: [...after, language, kserve],
      ready: [{ kind: 'Deployment', name: 'llmisvc-controller-manager' }],
    });
    new ClassicRuntimes(this.in('platform'), 'classic-runtimes');
    new LanguagePresets(this.in('platform'), 'language-presets', { namespace });
  }

  #gateway(): void {
    const { proxyNamespace } = this.#props.access.gateway;
    const namespace = this.#namespace(AI_GATEWAY_NAMESPACE);
    const definitions = this.#definitions(components['envoy-ai-gateway-crd'], namespace);
    this.install<EnvoyAiGatewayValues>({
      component: components['envoy-ai-gateway'],
      namespace,
      values: envoyAiGatewayValues(proxyNamespace),
      // It watches groups of pods from its start: their definition comes with KServe's controller of language models.
      after: [
        ...this.#props.access.addOns,
        ...this.addOns.filter(({ component }) => component.name === 'kserve-llmisvc'),
        definitions,
      ],
      ready: [{ kind: 'Deployment', name: 'ai-gateway-controller' }],
    });
    new AiGatewayPaths(this.in('operators'), 'ai-gateway-paths', { gateway: proxyNamespace });
    const budgets = hasBudgets(this.#props.spec);
    this.#props.access.extendGateway(gatewaySettings(budgets));
    if (!budgets) return;
    new BudgetStore(this.in('operators'), 'budget-store');
    new BudgetPaths(this.in('operators'), 'budget-paths', this.#props.access.gateway);
  }

  #keda(): void {
    this.install<KedaValues>({
      component: components.keda,
      namespace: this.#namespace(KEDA_NAMESPACE),
      values: kedaValues(this.#props.spec),
      ready: [
        { kind: 'Deployment', name: 'keda-operator' },
        { kind: 'Deployment', name: 'keda-operator-metrics-apiserver' },
        { kind: 'Deployment', name: 'keda-admission-webhooks' },
      ],
    });
    new KedaPaths(this.in('operators'), 'keda-paths');
  }

  /** Training installs it where it is on; one owner at a time. */
  #leaderWorkerSet(): AddOn<LeaderWorkerSetValues> {
    const namespace = this.#namespace('lws-system');
    new PodDisruptionBudget(this.in('operators'), 'budget-lws', {
      metadata: { name: 'lws-controller-manager', namespace },
      spec: { minAvailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'lws' } } },
    });
    return this.install<LeaderWorkerSetValues>({
      component: components.leaderworkerset,
      release: 'lws',
      namespace,
      values: leaderWorkerSetValues(this.#props.spec),
      ready: [{ kind: 'Deployment', name: 'lws-controller-manager' }],
    });
  }

  #definitions(component: Component, namespace: string, after: readonly AddOn[] = []): AddOn<NoValues> {
    return this.install<NoValues>({ component, namespace, values: {}, after });
  }

  #namespace(name: string): string {
    const { kubernetes } = this.#props.spec.target;
    return new PlatformNamespace(this.in('operators'), `namespace-${name}`, { name, kubernetes }).name;
  }

  /** Its host is there from the beginning; its servers come with its first release, unless the spec names a model. */
  #endpoint(endpoint: EndpointSpec): void {
    const { access } = this.#props;
    for (const { host } of endpointDoors(endpoint, access)) access.listener(host);
    const place = this.place(endpoint.team, endpoint.pool);
    this.#keys(endpoint, place);
    if (endpoint.model === undefined) return;
    const revisions = [unreleased(endpoint.model)];
    new Endpoint(this.for(endpoint.team), `endpoint-${endpoint.name}`, { place, endpoint, revisions });
  }

  /** A key for each holder, made up once: nobody thinks one up, and who may read the team's Secrets hands it on. */
  #keys(endpoint: EndpointSpec, place: ServingPlace): void {
    const namespace = endpoint.kind === 'language' ? languageNamespace(endpoint, place) : place.namespace;
    for (const holder of endpoint.keys)
      this.#props.access.secret(this.for(endpoint.team), `key-${endpoint.name}-${holder}`, {
        name: keySecret(endpoint, holder),
        namespace,
        keys: [holder],
        generated: true,
        purpose: `key of ${holder} for the endpoint ${endpoint.name}; ${holder} must be told it`,
      });
  }

  /** What teams may serve is listed where only the delivery writes, and the API server reads. */
  #releases(): void {
    const { serving, spec } = this.#props;
    const { kubernetes } = spec.target;
    new PlatformNamespace(this.in('platform'), 'releases', { name: RELEASE_LISTS_NAMESPACE, kubernetes });
    if (spec.releases?.required !== true) return;
    const policy = new ReleaseAdmission(this.in('platform'), 'release-admission');
    for (const team of new Set(serving.endpoints.map((endpoint) => endpoint.team)))
      new TeamReleases(this.for(team), 'releases', { team, policy });
  }

  /** Teams that may call somebody's endpoint, their own, a public one or one with keys, are let out to the gateway. */
  #callers(): void {
    const { access, serving, spaces } = this.#props;
    const shared = serving.endpoints.some((endpoint) => endpoint.public || endpoint.keys.length > 0);
    const owners = new Set(serving.endpoints.map(({ team }) => team));
    for (const { namespaces, team } of spaces) {
      if (!shared && !owners.has(team.name)) continue;
      for (const { name: namespace } of namespaces)
        new CallerPath(this.for(team.name), `caller-${namespace}`, { access, namespace });
    }
  }
}

/** Cosign, where the spec asks for signed releases; with the sign-in of the platform's registry where there is one. */
function modelCheck({ access, spec }: ServingProps): ModelCheck | undefined {
  if (spec.releases?.required !== true) return undefined;
  return cosignCheck(spec.releases, access, teamPullSecrets(spec).imagePullSecrets?.[0]?.name);
}

/** The model that the spec itself names, until a release does. */
function unreleased(uri: string): Revision {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(uri)?.[1];
  return { number: 0, model: { uri, digest }, weight: 100 };
}

import { Construct } from 'constructs';
import { endpointHost } from '../../spec/endpoint-host.ts';
import { enforce } from '../../spec/finding.ts';
import { fittedName } from '../../spec/fitted-name.ts';
import type { LanguageEndpoint } from '../../spec/language-server-size.ts';
import { KeyGuard, ProxyPath, RouteGuard } from '../access/index.ts';
import { NetworkPolicy, PodDisruptionBudget } from '../imports/kubernetes.gen.ts';
import { CLASSIC_PORT } from './classic-runtime.ts';
import { type EndpointDoor, endpointDoors } from './endpoint-door.ts';
import type { EndpointProps } from './endpoint-props.ts';
import { ClassicRoute, languageRules, type RouteRule, routeRules, rulesFor, type Served } from './endpoint-route.ts';
import { ENDPOINT_RULES } from './endpoint-rules.ts';
import { EndpointScaling } from './endpoint-scaling.ts';
import { PICKER_PORTS } from './language-presets.ts';
import { LanguageRoute } from './language-route.ts';
import { languageNamespace } from './language-size.ts';
import { LanguageTurns } from './language-turns.ts';
import { LLM_PORT } from './llm-pod.ts';
import { LlmServer } from './llm-server.ts';
import { type ClassicEndpoint, ModelServer } from './model-server.ts';
import { modelSource } from './model-source.ts';
import { ENDPOINT_LABELS, revisionName } from './revision.ts';

/** Longest name of the network rules that let the gateway through. Unit: characters. */
const LONGEST_PATH = 52;

/**
 * An endpoint: a host behind the gateway, who may call it, and a server for each of its revisions.
 *
 * @throws {PlatformError} `ENDPOINT_…` if its revisions contradict each other: see the room's page for the codes.
 */
export class Endpoint extends Construct {
  /** Address that callers use. */
  public readonly url: string;
  /** Namespace of everything that belongs to it. */
  public readonly namespace: string;
  readonly #props: EndpointProps;
  readonly #doors: readonly EndpointDoor[];

  public constructor(scope: Construct, id: string, props: EndpointProps) {
    super(scope, id);
    enforce({ at: this.node.path, props }, ENDPOINT_RULES);
    const { endpoint, place } = props;
    this.#props = props;
    this.#doors = endpointDoors(endpoint, place.access);
    this.url = `https://${place.access.host(endpointHost(endpoint))}`;
    this.namespace = endpoint.kind === 'language' ? languageNamespace(endpoint, place) : place.namespace;
    if (endpoint.kind === 'classic') this.#classic({ ...props, endpoint });
    else this.#language({ ...props, endpoint });
    for (const door of this.#doors) this.#guard(door);
    this.#checks();
    new PodDisruptionBudget(this, 'budget', {
      metadata: { name: endpoint.name, namespace: this.namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: this.#labels } },
    });
  }

  get #labels() {
    return { [ENDPOINT_LABELS.endpoint]: this.#props.endpoint.name };
  }

  #classic(props: EndpointProps & { readonly endpoint: ClassicEndpoint }): void {
    const all = props.revisions.map((revision) => ({
      revision,
      server: new ModelServer(this, revisionName(props.endpoint, revision), { ...props, revision }),
    }));
    const rules = routeRules(all);
    for (const door of this.#doors) new ClassicRoute(this, `route-${door.name}`, { ...props, door, rules });
    this.#scale(all, rules);
    this.#open([CLASSIC_PORT]);
  }

  #language(props: EndpointProps & { readonly endpoint: LanguageEndpoint }): void {
    const all = props.revisions.map((revision) => ({
      revision,
      server: new LlmServer(this, revisionName(props.endpoint, revision), { ...props, revision }),
    }));
    const rules = languageRules(all);
    for (const door of this.#doors)
      new LanguageRoute(this, `route-${door.name}`, { ...props, namespace: this.namespace, door, rules });
    for (const served of rules.flatMap(({ to }) => (to.length > 1 ? to.map((each) => each.served) : [])))
      new LanguageTurns(this, `turns-${revisionName(props.endpoint, served.revision)}`, {
        ...{ endpoint: props.endpoint, namespace: this.namespace, served },
      });
    this.#scale(all, rules);
    this.#open([LLM_PORT, PICKER_PORTS.grpc]);
  }

  #scale<Server extends Pick<ModelServer, 'workload'>>(
    all: readonly Served<Server>[],
    rules: readonly RouteRule<Server>[],
  ): void {
    const { endpoint, place } = this.#props;
    for (const { revision, server } of all)
      new EndpointScaling(this, `scaling-${revisionName(endpoint, revision)}`, {
        ...{ endpoint, revision, namespace: this.namespace, prometheus: place.prometheus },
        workload: server.workload,
        rules: rulesFor(rules, revision),
      });
  }

  /** Tokens of the sign-in's issuer, of the team's members or of whoever has an account where it is public; or keys. */
  #guard({ keys, name }: EndpointDoor): void {
    const { endpoint, place } = this.#props;
    const at = { name, namespace: this.namespace };
    if (keys !== undefined) new KeyGuard(this, 'key-guard', { ...at, secrets: keys });
    else
      new RouteGuard(this, 'guard', {
        ...at,
        access: place.access,
        audience: 'programs',
        groups: endpoint.public ? undefined : place.access.members(place.team),
      });
  }

  /** What looks at a model before its server starts has ways out of its own. */
  #checks(): void {
    const { endpoint, place, revisions } = this.#props;
    const egress = revisions
      .map((revision) => place.verify?.(revision, modelSource(revision.model.uri, place))?.egress ?? [])
      .find((rules) => rules.length > 0);
    if (egress === undefined) return;
    new NetworkPolicy(this, 'check-path', {
      metadata: { name: `check-${endpoint.name}`, namespace: this.namespace },
      spec: { podSelector: { matchLabels: this.#labels }, policyTypes: ['Egress'], egress },
    });
  }

  /** Nobody but the gateway and the team's own pods reaches the servers. */
  #open(ports: readonly number[]): void {
    const { endpoint, place } = this.#props;
    new ProxyPath(this, 'path', {
      access: place.access,
      name: fittedName(endpointHost(endpoint), LONGEST_PATH),
      namespace: this.namespace,
      podLabels: this.#labels,
      ports,
    });
  }
}

import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { AccessSpec } from '../../spec/access.ts';
import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import type { AccessFacts } from '../../spec/facts.ts';
import { mirrorsOf } from '../../spec/images.ts';
import { claimOf, SIGN_IN_PART } from '../../spec/sign-in.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { type CertManagerValues, certManagerValues } from './certificate-values.ts';
import { CONNECTOR_SECRET, connectorKeys, type DexValues, dexValues } from './dex-values.ts';
import { declareDnsCredentials } from './dns-credentials.ts';
import {
  type EnvoyGatewayCrdsValues,
  type EnvoyGatewaySettings,
  type EnvoyGatewayValues,
  envoyGatewayCrdsValues,
  envoyGatewayValues,
} from './envoy-gateway-values.ts';
import { type ExternalDnsValues, externalDnsValues } from './external-dns-values.ts';
import { type ExternalSecretsValues, externalSecretsValues } from './external-secrets-values.ts';
import { PlatformGateway } from './gateway.ts';
import { Issuers } from './issuers.ts';
import { KEYCLOAK_LABELS, Keycloak } from './keycloak.ts';
import { PlatformSecret } from './platform-secret.ts';
import { ProtectedRoute } from './protected-route.ts';
import { ProxyNetwork } from './proxy-network.ts';
import { PROXY_LABELS } from './proxy-settings.ts';
import { CLIENT_SECRET, CLIENT_SECRET_KEY } from './route-guard.ts';
import { SecretStore } from './secret-store.ts';
import { ownService, SIGN_IN_NAMESPACE, signInOf } from './sign-in.ts';
import type { AccessGateway, SecretProps, SignIn, WayIn } from './way-in.ts';

/** What access is given. */
export interface AccessProps extends RoomProps {
  /** What the spec says about the way in. */
  readonly access: AccessSpec;
}

/** Access: one way in for people and programs. */
export class Access extends Room implements WayIn {
  /** The gateway. */
  public readonly gateway: AccessGateway;
  /** The sign-in. */
  public readonly signIn: SignIn;
  /** cert-manager, for rooms that need certificates inside the cluster. */
  public readonly certificates: AddOn<CertManagerValues>;
  /** Definitions of gateways and routes, for rooms that bring controllers of such. */
  public readonly gatewayApi: AddOn;
  /** Envoy Gateway. */
  public readonly envoyGateway: AddOn<EnvoyGatewayValues>;
  readonly #props: AccessProps;
  readonly #facts: AccessFacts;
  readonly #gateway: PlatformGateway;
  readonly #callbacks: string[] = [];
  readonly #settings: { -readonly [K in keyof EnvoyGatewaySettings]: EnvoyGatewaySettings[K] } = {};

  public constructor(scope: Construct, props: AccessProps) {
    super(scope, 'access', props);
    this.#props = props;
    const { access, facts } = props;
    if (facts.access === undefined) throw new Error('bug: facts of a spec with `access` say what the way in must know');
    this.#facts = facts.access;
    this.gateway = {
      name: 'plinth',
      namespace: this.#namespace('plinth-gateway'),
      className: 'plinth',
      proxyNamespace: this.#namespace('envoy-gateway-system'),
      proxyLabels: PROXY_LABELS,
    };
    this.signIn = signInOf(access);

    this.gatewayApi = this.install<Record<string, never>>({
      component: components['gateway-api'],
      namespace: this.gateway.proxyNamespace,
      values: {},
    });
    this.envoyGateway = this.#envoyGateway();
    this.certificates = this.#certManager();
    this.#externalSecrets();
    this.#externalDns();

    const platform = this.in('platform');
    const issuers = new Issuers(platform, 'issuers', { access, dns: this.#facts.dns });
    const { loadBalancer } = this.#facts;
    this.#gateway = new PlatformGateway(platform, 'gateway', {
      ...{ gateway: this.gateway, access, issuers, loadBalancer },
      proxyImage: mirrorsOf(props.spec).length === 0 ? undefined : this.#proxyImage(),
    });
    new ProxyNetwork(platform, 'proxies', { gateway: this.gateway, signIn: this.signIn, network: facts.network });
    this.#client('client', this.gateway.namespace);
    if (access.signIn.kind === 'dex') this.#dex(access.signIn.connector);
    if (access.signIn.kind === 'keycloak') this.#keycloak();
  }

  /**
   * Where a part puts its way in whose own objects come before the gateway: what brings the platform itself is there before
   * anything knows what a route is.
   */
  public get behind(): Construct {
    return this.in('platform');
  }

  /** Host of a part of the platform: `mlflow` becomes `mlflow.ml.example.org`. */
  public host(part: string): string {
    return `${part}.${this.#props.access.domain}`;
  }

  /** Values of the groups claim whose members work in a team. Viewers may look, not call. */
  public members({ groups }: TeamSpec): readonly string[] {
    return groups.map((group) => claimOf(this.#props.access, group));
  }

  /** Opens a host on the gateway, with its certificate, and gives the listener's name. Safe to call twice. */
  public listener(host: string): string {
    return this.#gateway.listener(host);
  }

  /** Opens a host on the gateway whose connections are passed on as they are, and gives the listener's name. Safe to call twice. */
  public passing(host: string): string {
    return this.#gateway.passing(host);
  }

  /** Tells an issuer of the platform's own that it may hand people back at this address. */
  public handsBackTo(address: string): void {
    if (!this.#callbacks.includes(address)) this.#callbacks.push(address);
  }

  /** Adds to Envoy Gateway's own configuration, for rooms that bring a program which stands beside it. */
  public extendGateway(settings: EnvoyGatewaySettings): void {
    Object.assign(this.#settings, settings);
  }

  /** Declares a Secret that External Secrets brings, or that its owner brings where there is no store. Gives its name. */
  public secret(scope: Construct, id: string, props: SecretProps): string {
    const { entry, keys, name, namespace, purpose } = props;
    const store = this.#facts.secretStore;
    if (store !== undefined) new PlatformSecret(scope, id, { ...props, store });
    else
      this.external.push({
        apiVersion: 'v1',
        kind: 'Secret',
        name,
        namespace,
        keys,
        purpose,
        ...(entry === undefined ? {} : { source: entry }),
        ...(props.generated || this.#isOurs(entry) ? {} : { given: true }),
      });
    return name;
  }

  /** Whether nobody outside has to know an entry: the secret of the client at an issuer that the platform runs itself. */
  #isOurs(entry: string | undefined): boolean {
    return entry === this.signIn.clientEntry && this.signIn.own !== undefined;
  }

  /** Image of the proxies, written out where a mirror has it under another name; the controller's own names the place it came from. */
  #proxyImage(): string | undefined {
    const { images, version } = components['envoy-gateway'];
    return this.envoyGateway.version === version ? images.find((each) => each.includes('/envoy:')) : undefined;
  }

  #envoyGateway(): AddOn<EnvoyGatewayValues> {
    const namespace = this.gateway.proxyNamespace;
    const definitions = this.install<EnvoyGatewayCrdsValues>({
      component: components['envoy-gateway-crds'],
      namespace,
      values: envoyGatewayCrdsValues(),
      after: [this.gatewayApi],
    });
    return this.install<EnvoyGatewayValues>({
      component: components['envoy-gateway'],
      namespace,
      values: envoyGatewayValues(this.#settings),
      after: [definitions],
      ready: [{ kind: 'Deployment', name: 'envoy-gateway' }],
    });
  }

  #certManager(): AddOn<CertManagerValues> {
    const { namespace } = ACCESS_ACCOUNTS.certificates;
    this.#namespace(namespace);
    if (this.#props.access.certificates.kind === 'acme' && this.#facts.dns !== undefined)
      this.#dnsCredentials(namespace);
    return this.install<CertManagerValues>({
      component: components['cert-manager'],
      namespace,
      values: certManagerValues(this.#facts),
      ready: [
        { kind: 'Deployment', name: 'cert-manager' },
        { kind: 'Deployment', name: 'cert-manager-webhook' },
      ],
    });
  }

  #externalSecrets(): void {
    const store = this.#facts.secretStore;
    if (store === undefined) return;
    const { namespace } = ACCESS_ACCOUNTS.secrets;
    this.#namespace(namespace);
    this.install<ExternalSecretsValues>({
      component: components['external-secrets'],
      namespace,
      values: externalSecretsValues(this.#facts),
      ready: [
        { kind: 'Deployment', name: 'external-secrets' },
        { kind: 'Deployment', name: 'external-secrets-webhook' },
      ],
    });
    new SecretStore(this.in('platform'), 'store', { store });
  }

  #externalDns(): void {
    const { access, facts, spec } = this.#props;
    const { dns } = access;
    const passing = spec.edge !== undefined;
    if (dns === undefined || this.#facts.dns === undefined) return;
    const { namespace } = ACCESS_ACCOUNTS.dns;
    this.#namespace(namespace);
    this.#dnsCredentials(namespace);
    this.install<ExternalDnsValues>({
      component: components['external-dns'],
      namespace,
      // What it signs in with comes with the wave of the platform.
      wave: 'platform',
      values: externalDnsValues({ cluster: facts.cluster, dns, facts: this.#facts, gateway: this.gateway, passing }),
      ready: [{ kind: 'Deployment', name: 'external-dns' }],
    });
  }

  #dex(connector: Parameters<typeof connectorKeys>[0]): void {
    const { spec } = this.#props;
    const namespace = this.#namespace(SIGN_IN_NAMESPACE);
    this.#client('dex-client', namespace);
    this.secret(this.in('platform'), 'connector', {
      name: CONNECTOR_SECRET,
      namespace,
      keys: connectorKeys(connector),
      purpose: `settings of the directory behind Dex (${connector})`,
    });
    const version = spec.components['dex']?.version ?? components.dex.version;
    this.install<DexValues>({
      component: components.dex,
      namespace,
      wave: 'platform',
      values: dexValues({ version, connector, signIn: this.signIn, callbacks: this.#callbacks }),
      ready: [{ kind: 'Deployment', name: 'dex' }],
    });
    this.#issuerRoute('dex', { 'app.kubernetes.io/name': 'dex', 'app.kubernetes.io/instance': 'dex' }, ['/']);
  }

  #keycloak(): void {
    const { access, spec } = this.#props;
    const namespace = this.#namespace(SIGN_IN_NAMESPACE);
    this.#client('keycloak-client', namespace);
    new Keycloak(this.in('platform'), 'keycloak', {
      access: this,
      namespace,
      image: components.keycloak.images[0],
      host: this.host(SIGN_IN_PART),
      groups: spec.teams.flatMap((team) => [...team.groups, ...team.viewers].map((group) => claimOf(access, group))),
      callbacks: this.#callbacks,
    });
    // Its administration stays inside: reach it with a port-forward.
    this.#issuerRoute('keycloak', KEYCLOAK_LABELS, ['/realms/plinth/', '/resources/']);
  }

  #issuerRoute(kind: 'dex' | 'keycloak', podLabels: Readonly<Record<string, string>>, paths: readonly string[]): void {
    new ProtectedRoute(this.in('platform'), 'sign-in', {
      access: this,
      name: SIGN_IN_PART,
      namespace: SIGN_IN_NAMESPACE,
      host: this.host(SIGN_IN_PART),
      paths,
      backend: { ...ownService(kind), podLabels },
      audience: 'itself',
      because: 'it is the sign-in: people come here to say who they are',
    });
  }

  #client(id: string, namespace: string): void {
    this.secret(this.in('platform'), id, {
      name: CLIENT_SECRET,
      namespace,
      keys: [CLIENT_SECRET_KEY],
      entry: this.signIn.clientEntry,
      purpose: `secret of the client ${this.signIn.clientId} at ${this.signIn.issuer}`,
    });
  }

  #dnsCredentials(namespace: string): void {
    declareDnsCredentials(this, this.in('platform'), namespace, this.#facts.dns?.provider);
  }

  #namespace(name: string): string {
    const { kubernetes } = this.#props.spec.target;
    return new PlatformNamespace(this.in('operators'), `namespace-${name}`, { name, kubernetes }).name;
  }
}

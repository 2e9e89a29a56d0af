import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ConfigMap,
  type Container,
  NetworkPolicy,
  PodDisruptionBudget,
  type PodSpec,
  Service,
  ServiceAccount,
  StatefulSet,
} from '../imports/kubernetes.gen.ts';
import { keycloakRealm } from './keycloak-realm.ts';
import { CLIENT_SECRET, CLIENT_SECRET_KEY } from './route-guard.ts';
import { ownService } from './sign-in.ts';
import type { WayIn } from './way-in.ts';

/** Keycloak for a platform. */
export interface KeycloakProps {
  /** The way in. */
  readonly access: Pick<WayIn, 'signIn' | 'secret'>;
  /** Namespace. */
  readonly namespace: string;
  /** Image. */
  readonly image: string;
  /** Host under which people reach it. */
  readonly host: string;
  /** Groups that teams name, as values of the claim: they are made, and people are put into them in Keycloak. */
  readonly groups: readonly string[];
  /** Addresses at which people are handed back. Grows while rooms are opened. */
  readonly callbacks: readonly string[];
}

/** Secret with the address and the account of its database. */
const KEYCLOAK_DATABASE = 'keycloak-database';
/** Keys of {@link KEYCLOAK_DATABASE}, as Keycloak reads them. */
const KEYCLOAK_DATABASE_KEYS = ['KC_DB_URL', 'KC_DB_USERNAME', 'KC_DB_PASSWORD'] as const;
/** Secret with the first administrator, who makes the others and is then removed. */
const KEYCLOAK_ADMIN = 'keycloak-admin';
/** Labels of its pods. */
export const KEYCLOAK_LABELS = { app: 'keycloak' } as const;
/** ConfigMap with the realm, and headless Service by whose name the members are known. */
const REALM = 'keycloak-realm';
const MEMBERS = 'keycloak-members';
const MANAGEMENT = 9000;
/** Port of its cache between the two, and the one at which each sees whether the other is there (JGroups: 50,000 higher). */
const CACHE = 7800;
const ALIVE = 57_800;

/** Keycloak, twice, with people of its own in a PostgreSQL that is there already. It needs no rights in the cluster. */
export class Keycloak extends Construct {
  public constructor(scope: Construct, id: string, props: KeycloakProps) {
    super(scope, id);
    const { access, namespace } = props;
    const metadata = { name: 'keycloak', namespace };
    this.#secrets(props);
    this.#network(namespace);
    new ServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    new ConfigMap(this, 'realm', {
      metadata: { name: REALM, namespace },
      data: {
        'plinth.json': Lazy.any({
          produce: () => JSON.stringify(keycloakRealm({ ...props, signIn: access.signIn }), null, 2),
        }),
      },
    });
    new PodDisruptionBudget(this, 'budget', {
      metadata,
      spec: { minAvailable: 1, selector: { matchLabels: KEYCLOAK_LABELS } },
    });
    new StatefulSet(this, 'servers', {
      metadata,
      spec: {
        replicas: 2,
        serviceName: MEMBERS,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: KEYCLOAK_LABELS },
        template: { metadata: { labels: KEYCLOAK_LABELS }, spec: pod(props) },
      },
    });
  }

  #network(namespace: string): void {
    const { port } = ownService('keycloak');
    const selector = KEYCLOAK_LABELS;
    new Service(this, 'service', {
      metadata: { name: 'keycloak', namespace },
      spec: { selector, ports: [{ name: 'http', port, targetPort: port }] },
    });
    const metadata = { name: MEMBERS, namespace };
    new Service(this, 'members', {
      metadata,
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector, ports: [{ name: 'cache', port: CACHE }] },
    });
    const podSelector = { matchLabels: selector };
    const ports = [CACHE, ALIVE].map((each) => ({ protocol: 'TCP' as const, port: each }));
    new NetworkPolicy(this, 'between', {
      metadata,
      spec: { podSelector, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector }], ports }] },
    });
  }

  #secrets({ access, namespace }: KeycloakProps): void {
    access.secret(this, 'database', {
      name: KEYCLOAK_DATABASE,
      namespace,
      keys: KEYCLOAK_DATABASE_KEYS,
      purpose: 'address (jdbc:postgresql://…) and account of the database that Keycloak keeps people in',
    });
    access.secret(this, 'administrator', {
      name: KEYCLOAK_ADMIN,
      namespace,
      keys: ['username', 'password'],
      purpose: 'first administrator of Keycloak',
    });
  }
}

/** Two members on two machines, where there are two. */
const APART = {
  weight: 100,
  podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'keycloak' } } },
};

function pod(props: KeycloakProps): PodSpec {
  return {
    serviceAccountName: 'keycloak',
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [APART] } },
    containers: [server(props, ownService('keycloak').port)],
    volumes: [
      { name: 'realm', configMap: { name: REALM } },
      { name: 'data', emptyDir: {} },
    ],
  };
}

function server({ host, image }: KeycloakProps, port: number): Container {
  const secret = (name: string, from: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: from, key } },
  });
  return {
    name: 'keycloak',
    image,
    // What is in the realm already stays as people changed it.
    args: ['start', '--import-realm'],
    env: [
      { name: 'KC_DB', value: 'postgres' },
      ...KEYCLOAK_DATABASE_KEYS.map((key) => secret(key, KEYCLOAK_DATABASE, key)),
      secret('KC_BOOTSTRAP_ADMIN_USERNAME', KEYCLOAK_ADMIN, 'username'),
      secret('KC_BOOTSTRAP_ADMIN_PASSWORD', KEYCLOAK_ADMIN, 'password'),
      secret('PLINTH_CLIENT_SECRET', CLIENT_SECRET, CLIENT_SECRET_KEY),
      { name: 'KC_HOSTNAME', value: `https://${host}` },
      { name: 'KC_HTTP_ENABLED', value: 'true' },
      { name: 'KC_PROXY_HEADERS', value: 'xforwarded' },
      { name: 'KC_HEALTH_ENABLED', value: 'true' },
    ],
    ports: [
      { name: 'http', containerPort: port },
      { name: 'management', containerPort: MANAGEMENT },
      { name: 'cache', containerPort: CACHE },
    ],
    startupProbe: { httpGet: { path: '/health/started', port: 'management' }, failureThreshold: 60 },
    readinessProbe: { httpGet: { path: '/health/ready', port: 'management' } },
    livenessProbe: { httpGet: { path: '/health/live', port: 'management' } },
    resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [
      { name: 'realm', mountPath: '/opt/keycloak/data/import', readOnly: true },
      { name: 'data', mountPath: '/opt/keycloak/data/tmp' },
    ],
  };
}

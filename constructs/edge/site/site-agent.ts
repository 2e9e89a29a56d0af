import { Construct } from 'constructs';
import { modelNode } from '../../../spec/edge-placement.ts';
import type { EdgeSite } from '../../../spec/edge-site.ts';
import type { EdgeServer } from '../../../spec/edge-workload.ts';
import { namespaceNamed, READ_ONLY_CONTAINER, restrictedPod } from '../../core/index.ts';
import {
  ConfigMap,
  type Container,
  Deployment,
  NetworkPolicy,
  type PodSpec,
  Role,
  RoleBinding,
  ServiceAccount,
  type Toleration,
} from '../../imports/kubernetes.gen.ts';
import { AGENT, EDGE_NAMESPACE, EDGE_USER } from '../edge-places.ts';
import { MODELS_CLAIM } from './site-models.ts';
import { SITE_DNS } from './site-namespace.ts';

/** What the agent of a site is made from. */
export interface SiteAgentProps {
  /** The site. */
  readonly site: EdgeSite;
  /** Servers of models at it. */
  readonly servers: readonly EdgeServer[];
  /** Its image. */
  readonly image: string;
  /** Address of the hub. */
  readonly hub: string;
  /** Who may sign: name to public key. */
  readonly signers: Readonly<Record<string, string>>;
}

const PODS = { 'app.kubernetes.io/name': AGENT.name };
const IDENTITY = '/etc/plinth-edge/identity';
const SIGNERS = '/etc/plinth-edge/signers';
const metadata = { name: AGENT.name, namespace: EDGE_NAMESPACE };

/** Pods of a site stay where they are while its machine cannot be reached: there is no other. */
export const STAYING: readonly Toleration[] = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
}));

/**
 * The agent: fetches models, checks them, puts them in place and goes back where they are no good. Nothing calls it, and nothing at
 * the site waits for it.
 */
export class SiteAgent extends Construct {
  public constructor(scope: Construct, id: string, props: SiteAgentProps) {
    super(scope, id);
    const { servers, signers, site } = props;
    // A node of KubeEdge reaches no API server of its own.
    const restarted = site.kind === 'kubeedge' ? [] : servers.filter(({ reload }) => reload === 'restart');
    new ServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    for (const team of new Set(restarted.map((each) => each.team)))
      this.#mayRestart(
        team,
        restarted.filter((each) => each.team === team).map(({ name }) => name),
      );
    new ConfigMap(this, 'signers', {
      metadata: { ...metadata, name: AGENT.signers },
      data: Object.fromEntries(Object.entries(signers).map(([name, key]) => [`${name}.pub`, key])),
    });
    new Deployment(this, 'agent', {
      metadata,
      spec: {
        replicas: 1,
        // Two would write one folder.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: PODS },
        template: { metadata: { labels: PODS }, spec: agentPod(props, restarted.length > 0) },
      },
    });
    this.#network(props);
  }

  #mayRestart(team: string, servers: readonly string[]): void {
    const right = { name: AGENT.name, namespace: team };
    new Role(this, `role-${team}`, {
      metadata: right,
      rules: [
        { apiGroups: ['apps'], resources: ['deployments'], resourceNames: [...servers], verbs: ['get', 'patch'] },
      ],
    });
    new RoleBinding(this, `binding-${team}`, {
      metadata: right,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: AGENT.name },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    });
  }

  #network({ servers }: SiteAgentProps): void {
    const calls = servers.map(({ name, port, team }) => ({
      to: [
        {
          namespaceSelector: namespaceNamed(team),
          podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
        },
      ],
      ports: [{ protocol: 'TCP' as const, port }],
    }));
    new NetworkPolicy(this, 'ways-out', {
      metadata: { ...metadata, name: `${AGENT.name}-needs` },
      spec: {
        podSelector: { matchLabels: PODS },
        policyTypes: ['Egress'],
        // The hub, and the site's own API server, whose addresses differ from site to site.
        egress: [SITE_DNS, { ports: [443, 6_443].map((port) => ({ protocol: 'TCP' as const, port })) }, ...calls],
      },
    });
  }
}

function agentPod(props: SiteAgentProps, restarts: boolean): PodSpec {
  return {
    serviceAccountName: AGENT.name,
    automountServiceAccountToken: restarts,
    enableServiceLinks: false,
    securityContext: restrictedPod(EDGE_USER),
    tolerations: STAYING,
    ...(props.site.kind === 'kubeedge' ? { nodeSelector: { 'kubernetes.io/hostname': modelNode(props.site) } } : {}),
    containers: [agentContainer(props)],
    volumes: [
      { name: 'identity', secret: { secretName: AGENT.identity } },
      { name: 'signers', configMap: { name: AGENT.signers } },
      { name: 'models', persistentVolumeClaim: { claimName: MODELS_CLAIM } },
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    ],
  };
}

function agentContainer({ hub, image, site }: SiteAgentProps): Container {
  const check = { exec: { command: ['plinth-edge', 'check', '--address', AGENT.metrics] } };
  return {
    name: 'agent',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      'agent',
      `--hub=${hub}`,
      `--site=${site.name}`,
      `--tls=${IDENTITY}`,
      `--signers=${SIGNERS}`,
      `--data=${AGENT.folder}`,
      `--metrics=${AGENT.metrics}`,
    ],
    startupProbe: { ...check, periodSeconds: 5, failureThreshold: 60 },
    livenessProbe: { ...check, periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 5 },
    resources: { requests: { cpu: '50m', memory: '70Mi' }, limits: { memory: '256Mi' } },
    securityContext: READ_ONLY_CONTAINER,
    volumeMounts: [
      { name: 'identity', mountPath: IDENTITY, readOnly: true },
      { name: 'signers', mountPath: SIGNERS, readOnly: true },
      { name: 'models', mountPath: AGENT.folder },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

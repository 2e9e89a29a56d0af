import { Construct } from 'constructs';
import type { NetworkFacts, TeamBucket } from '../../spec/facts.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy, type NetworkPolicyEgressRule, type NetworkPolicySpec } from '../imports/kubernetes.gen.ts';
import { KEPT } from './kept.ts';
import { openBlock } from './open-block.ts';
import { storePeers, storePort } from './store-address.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/** The network rules of one of a team's namespaces. */
export interface TeamNetworkProps {
  /** The team. */
  readonly team: TeamSpec;
  /** Namespace that the rules are for. */
  readonly namespace: string;
  /** Where pods may go for what every pod needs. */
  readonly network: NetworkFacts;
  /** Object store that its pods use. @default - none: its pods reach no address outside but the declared ones */
  readonly bucket?: TeamBucket;
}

/** Where caches of cluster DNS answer on every machine: upstream's NodeLocal DNSCache, and the one of Azure. */
const NODE_LOCAL_DNS = ['169.254.20.10/32', '169.254.10.10/32', '169.254.10.11/32'];

/**
 * Default deny in both directions, and the few ways out and in that a team's pods need.
 *
 * In: the team's own pods, nobody else; what a room needs to look in on (metrics, a gateway) it allows itself. Out: the
 * team's own pods, DNS, the API server, the object store if the team has one, the address of its cloud identity if
 * the place has one, and what the team declares. Rules of address ranges never cover the addresses that hand out machine credentials.
 */
export class TeamNetwork extends Construct {
  readonly #namespace: string;

  public constructor(scope: Construct, id: string, props: TeamNetworkProps) {
    super(scope, id);
    const { bucket, network, team } = props;
    this.#namespace = props.namespace;
    const block = (cidr: string) => openBlock(cidr, network.metadata);

    this.#allow('default-deny', { policyTypes: ['Ingress', 'Egress'] }, KEPT);
    this.#allow('allow-own-team', ownTeam(team.name));
    this.#allow('allow-dns', egress(...dnsRules(network)));
    this.#allow(
      'allow-api-server',
      egress({ to: network.apiServer.map(block), ports: network.apiServerPorts.map(tcp) }),
    );
    if (bucket !== undefined)
      this.#allow('allow-object-store', egress({ to: storePeers(bucket, network), ports: [tcp(storePort(bucket))] }));
    if (network.identity !== undefined) {
      const { address, ports } = network.identity;
      this.#allow('allow-identity', egress({ to: [{ ipBlock: { cidr: address } }], ports: ports.map(tcp) }));
    }
    if (team.egress.length > 0)
      this.#allow(
        'allow-declared',
        egress(...team.egress.map(({ ports, to }) => ({ to: [block(to)], ports: ports.map(tcp) }))),
      );
  }

  #allow(name: string, spec: Omit<NetworkPolicySpec, 'podSelector'>, annotations?: Record<string, string>): void {
    new NetworkPolicy(this, name, {
      metadata: { name, namespace: this.#namespace, annotations },
      spec: { podSelector: {}, ...spec },
    });
  }
}

function ownTeam(team: string): Omit<NetworkPolicySpec, 'podSelector'> {
  const peers = [{ namespaceSelector: { matchLabels: { [TEAM_LABELS.team]: team } } }];
  return { policyTypes: ['Ingress', 'Egress'], ingress: [{ from: peers }], egress: [{ to: peers }] };
}

/** Rules for the way to cluster DNS, which every pod needs whose egress is closed. */
export function dnsRules({ dnsPodLabels }: NetworkFacts): NetworkPolicyEgressRule[] {
  const ports = [{ protocol: 'UDP', port: 53 } as const, tcp(53)];
  const system = namespaceNamed('kube-system');
  return [
    {
      to: [
        { namespaceSelector: system, podSelector: { matchLabels: dnsPodLabels } },
        { namespaceSelector: system, podSelector: { matchLabels: { 'k8s-app': 'node-local-dns' } } },
      ],
      ports,
    },
    // A cache on the machine is no pod to any selector.
    { to: NODE_LOCAL_DNS.map((cidr) => ({ ipBlock: { cidr } })), ports },
  ];
}

function egress(...rules: NetworkPolicyEgressRule[]): Omit<NetworkPolicySpec, 'podSelector'> {
  return { policyTypes: ['Egress'], egress: rules };
}

function tcp(port: number) {
  return { protocol: 'TCP', port } as const;
}

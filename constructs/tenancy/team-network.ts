import { Construct } from 'constructs';
import type { NetworkFacts } from '../../spec/facts.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { NetworkPolicy, type NetworkPolicyEgressRule, type NetworkPolicySpec } from '../imports/kubernetes.gen.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/** The network rules of one of a team's namespaces. */
export interface TeamNetworkProps {
  /** The team. */
  readonly team: TeamSpec;
  /** Namespace that the rules are for. */
  readonly namespace: string;
  /** Where pods may go for what every pod needs. */
  readonly network: NetworkFacts;
}

/** Ranges that are never the public internet, and the address that hands out machine credentials. */
const NOT_PUBLIC = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** Default deny in both directions, and the few ways out and in that a team's pods need. */
export class TeamNetwork extends Construct {
  public constructor(scope: Construct, id: string, props: TeamNetworkProps) {
    super(scope, id);
    const { network, team } = props;
    const allow = (name: string, spec: Omit<NetworkPolicySpec, 'podSelector'>) =>
      new NetworkPolicy(this, name, {
        metadata: { name, namespace: props.namespace },
        spec: { podSelector: {}, ...spec },
      });

    allow('default-deny', { policyTypes: ['Ingress', 'Egress'] });
    allow('allow-own-team', ownTeam(team.name));
    allow('allow-dns', egress(dns(network)));
    allow('allow-api-server', egress({ to: network.apiServer.map(ipBlock), ports: network.apiServerPorts.map(tcp) }));
    allow('allow-object-store', egress(objectStore(network)));
    if (network.identity !== undefined) {
      allow(
        'allow-identity',
        egress({ to: [ipBlock(network.identity.address)], ports: network.identity.ports.map(tcp) }),
      );
    }
    if (team.egress.length > 0) {
      allow(
        'allow-declared',
        egress(...team.egress.map(({ to, ports }) => ({ to: [ipBlock(to)], ports: ports.map(tcp) }))),
      );
    }
  }
}

function ownTeam(team: string): Omit<NetworkPolicySpec, 'podSelector'> {
  const peers = [{ namespaceSelector: { matchLabels: { [TEAM_LABELS.team]: team } } }];
  return { policyTypes: ['Ingress', 'Egress'], ingress: [{ from: peers }], egress: [{ to: peers }] };
}

function dns({ dnsPodLabels }: NetworkFacts): NetworkPolicyEgressRule {
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: dnsPodLabels },
      },
    ],
    ports: [{ protocol: 'UDP', port: 53 }, tcp(53)],
  };
}

function objectStore({ objectStore: known }: NetworkFacts): NetworkPolicyEgressRule {
  const to = known.length > 0 ? known.map(ipBlock) : [{ ipBlock: { cidr: '0.0.0.0/0', except: NOT_PUBLIC } }];
  return { to, ports: [tcp(443)] };
}

function egress(...rules: NetworkPolicyEgressRule[]): Omit<NetworkPolicySpec, 'podSelector'> {
  return { policyTypes: ['Egress'], egress: rules };
}

function ipBlock(cidr: string) {
  return { ipBlock: { cidr } };
}

function tcp(port: number) {
  return { protocol: 'TCP', port } as const;
}

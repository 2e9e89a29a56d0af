import { Construct } from 'constructs';
import type { TargetFacts } from '../../spec/facts.ts';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { dnsRules, storePeers, storePort, TEAM_LABELS, type TeamSpace } from '../tenancy/index.ts';
import { DATABASE_PORT } from './database.ts';

/** Who reaches the MLflow of a team, and whom it reaches. */
export interface TrackingNetworkProps {
  /** The team and its namespaces. */
  readonly space: TeamSpace;
  /** Namespace of MLflow. */
  readonly namespace: string;
  /** The place. */
  readonly facts: Pick<TargetFacts, 'network'>;
  /** Labels of MLflow's pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Port that they listen on. */
  readonly port: number;
  /** Labels of its database's pods. */
  readonly database: Readonly<Record<string, string>>;
}

/**
 * In: the team's pods; the gateway's rule is the route's. Out: DNS, its database, the object store and what gives it the
 * team's identity. Servers of experiments have been made to call any address before (CVE-2026-115886): this one cannot.
 */
export class TrackingNetwork extends Construct {
  public constructor(scope: Construct, id: string, props: TrackingNetworkProps) {
    super(scope, id);
    const { labels, namespace, port, space } = props;
    const pods = { podSelector: { matchLabels: { ...labels } } };
    const ports = [tcp(port)];
    new NetworkPolicy(this, 'in', {
      metadata: { name: 'allow-team', namespace },
      spec: {
        ...pods,
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { [TEAM_LABELS.team]: space.team.name } } }], ports }],
      },
    });
    new NetworkPolicy(this, 'out', {
      metadata: { name: 'allow-out', namespace },
      spec: { ...pods, policyTypes: ['Egress'], egress: egress(props) },
    });
    for (const { name } of space.namespaces)
      new NetworkPolicy(this, `from-${name}`, {
        metadata: { name: 'allow-experiment-tracking', namespace: name },
        spec: {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [{ to: [{ ...named(namespace), ...pods }], ports }],
        },
      });
  }
}

function egress({ database, facts, space }: TrackingNetworkProps) {
  const { network } = facts;
  const { bucket } = space.facts;
  return [
    ...dnsRules(network),
    { to: [{ podSelector: { matchLabels: { ...database } } }], ports: [tcp(DATABASE_PORT)] },
    ...(bucket === undefined ? [] : [{ to: storePeers(bucket, network), ports: [tcp(storePort(bucket))] }]),
    ...(network.identity === undefined
      ? []
      : [{ to: [{ ipBlock: { cidr: network.identity.address } }], ports: network.identity.ports.map(tcp) }]),
  ];
}

function named(namespace: string) {
  return { namespaceSelector: namespaceNamed(namespace) };
}

function tcp(port: number) {
  return { protocol: 'TCP', port } as const;
}

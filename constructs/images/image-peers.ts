import { Construct } from 'constructs';
import type { NetworkFacts } from '../../spec/facts.ts';
import { DaemonSet, NetworkPolicy, type NetworkPolicyPort, Service } from '../imports/kubernetes.gen.ts';
import { dnsRules } from '../tenancy/index.ts';
import { PEER_PODS, PEERS, PEERS_NAMESPACE } from './peer-places.ts';
import { type PeerPodProps, peerPod } from './peer-pod.ts';

/** What the agents are given. */
export interface ImagePeersProps extends PeerPodProps {
  /** Where pods may go for what every pod needs. */
  readonly network: NetworkFacts;
}

const metadata = { name: PEERS.name, namespace: PEERS_NAMESPACE };

/** Agents that hand images from node to node, and who reaches them: one another, and the containerd of their own node. */
export class ImagePeers extends Construct {
  public constructor(scope: Construct, id: string, { network, ...pod }: ImagePeersProps) {
    super(scope, id);
    new DaemonSet(this, 'agents', {
      metadata,
      spec: {
        selector: { matchLabels: PEER_PODS },
        updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } },
        template: { metadata: { labels: PEER_PODS }, spec: peerPod(pod) },
      },
    });
    new Service(this, 'others', {
      metadata,
      spec: {
        // A name for the addresses of all agents, those that look for the others too.
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector: PEER_PODS,
        ports: [{ name: 'router', port: PEERS.routerPort, targetPort: 'router' }],
      },
    });
    this.#network(network);
  }

  /** Containerd's own requests come from its node, which network rules let pass; no pod may ask, or it would get any team's images. */
  #network(network: NetworkFacts): void {
    const others = [{ podSelector: { matchLabels: PEER_PODS } }];
    const ports = [PEERS.registryPort, PEERS.routerPort].map(tcp);
    new NetworkPolicy(this, 'rules', {
      metadata,
      spec: {
        podSelector: { matchLabels: PEER_PODS },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: others, ports }],
        egress: [{ to: others, ports }, ...dnsRules(network)],
      },
    });
  }
}

function tcp(port: number): NetworkPolicyPort {
  return { protocol: 'TCP', port };
}

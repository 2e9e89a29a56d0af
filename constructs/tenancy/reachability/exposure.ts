import { CREDENTIAL_ADDRESSES } from '../credential-addresses.ts';
import type { ClusterView, NamespaceView } from './cluster-view.ts';
import { canMatch } from './label-selector.ts';
import type { Exposure } from './matrix.ts';
import type { Network } from './network.ts';
import type { Way } from './network-way.ts';
import { commonPorts, portsText } from './port-range.ts';

/** Ports of the kubelet: the one that asks who is calling, and the old one that does not. */
const KUBELET = [10_250, 10_255].map((port) => ({ protocol: 'TCP', first: port, last: port }));

/** Where credentials are handed out: DNS at the same address gives none away. */
const NOT_DNS = [
  { protocol: 'TCP', first: 1, last: 52 },
  { protocol: 'TCP', first: 54, last: 65_535 },
];

/** What the pods of teams reach of the machines and of namespaces that belong to no team. */
export function* exposures(view: ClusterView, network: Network): Iterable<Exposure> {
  for (const namespace of view.namespaces) {
    if (namespace.team === undefined) {
      for (const { from, path } of network.into(namespace))
        yield { team: from.team as string, to: namespace.name, path };
      continue;
    }
    for (const way of network.out(namespace)) yield* ofWay(namespace, namespace.team, way);
  }
}

function* ofWay(namespace: NamespaceView, team: string, way: Way): Iterable<Exposure> {
  if (way.peer.kind === 'pods' || !canMatch(way.must, way.mustNot)) return;
  const { peer } = way;
  const kubelet = commonPorts(way.ports, KUBELET);
  const words = (what: string) => `pods in ${namespace.name} reach ${what}: out by ${way.by}`;
  if (kubelet !== 'none') yield { team, to: 'kubelet', path: words(`machines at ${portsText(kubelet)}`) };
  if (commonPorts(way.ports, NOT_DNS) === 'none') return;
  for (const address of peer.kind === 'addresses' ? peer.block.credentials : CREDENTIAL_ADDRESSES) {
    yield { team, to: 'credentials', path: words(`${address} at ${portsText(way.ports)}`) };
  }
}

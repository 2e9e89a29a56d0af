import type { ClusterView, NamespaceView } from './cluster-view.ts';
import { canMatch } from './label-selector.ts';
import type { Reach } from './matrix.ts';
import { Policies, podsAtEnd, type Way } from './network-way.ts';
import { commonPorts, portsText } from './port-range.ts';

/** Ways through the policies of all namespaces, each worked out once. */
export class Network {
  readonly #view: ClusterView;
  readonly #policies: Policies;
  readonly #out = new Map<string, readonly Way[]>();

  public constructor(view: ClusterView) {
    this.#view = view;
    this.#policies = new Policies(view);
  }

  /** Ways out of the pods of a namespace. */
  public out(namespace: NamespaceView): readonly Way[] {
    const ways = this.#out.get(namespace.name) ?? this.#policies.ways(namespace, 'Egress');
    this.#out.set(namespace.name, ways);
    return ways;
  }

  /** Paths in words from pods of other namespaces that belong to teams to pods of this one. */
  public *into(to: NamespaceView): Iterable<{ readonly from: NamespaceView; readonly path: string }> {
    // Several ranges of one policy make the same sentence.
    const told = new Set<string>();
    for (const way of this.#policies.ways(to, 'Ingress')) {
      for (const from of this.#senders(way)) {
        if (from.team === undefined || from.team === to.team) continue;
        for (const path of this.out(from).flatMap((out) => passage(from, out, to, way))) {
          if (!told.has(path)) yield { from, path };
          told.add(path);
        }
      }
    }
  }

  #senders({ peer }: Way): Iterable<NamespaceView> {
    if (peer.kind !== 'pods') return this.#view.namespaces;
    return [...peer.namespaces].map((name) => this.#view.namespace(name));
  }
}

/** Pairs of teams whose pods can open connections: the sender's policies let them out and the receiver's let them in. */
export function* networkReaches(view: ClusterView, network: Network): Iterable<Reach> {
  for (const to of view.namespaces) {
    if (to.team === undefined) continue;
    for (const { from, path } of network.into(to))
      yield { from: from.team as string, to: to.team, dimension: 'network', path };
  }
}

function passage(from: NamespaceView, out: Way, to: NamespaceView, into: Way): readonly string[] {
  const receivers = podsAtEnd(out.peer, to);
  const senders = podsAtEnd(into.peer, from);
  const ports = commonPorts(out.ports, into.ports);
  if (receivers === undefined || senders === undefined || ports === 'none') return [];
  const possible = canMatch([...out.must, senders], out.mustNot) && canMatch([...into.must, receivers], into.mustNot);
  if (!possible) return [];
  return [`pods in ${from.name} reach pods in ${to.name} at ${portsText(ports)}: out by ${out.by}, in by ${into.by}`];
}

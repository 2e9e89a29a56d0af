import { objectName } from '../../core/index.ts';
import type { LabelSelector, NetworkPolicyPeer, NetworkPolicySpec } from '../../imports/kubernetes.gen.ts';
import { type AddressBlock, AddressBlocks } from './address-block.ts';
import { type ClusterView, groupOf, type NamespaceView, type View } from './cluster-view.ts';
import { canMatch } from './label-selector.ts';
import { type Ports, portsOf } from './port-range.ts';

/** Whom a rule names at the other end. */
export type Peer =
  | { readonly kind: 'anybody' }
  | { readonly kind: 'addresses'; readonly block: AddressBlock }
  | { readonly kind: 'pods'; readonly namespaces: ReadonlySet<string>; readonly pods: LabelSelector };

/** A direction of traffic, as policies name it. */
export type Direction = 'Ingress' | 'Egress';

/** One way through the policies of a namespace, in one direction, for those of its pods that have the right labels. */
export interface Way {
  /** What opens it, in words. */
  readonly by: string;
  /** Selectors that a pod must match to use it. */
  readonly must: readonly LabelSelector[];
  /** Selectors that a pod must not match to use it. */
  readonly mustNot: readonly LabelSelector[];
  /** Who is at the other end. */
  readonly peer: Peer;
  /** Ports of the receiver. */
  readonly ports: Ports;
}

type Policy = View<{ spec: NetworkPolicySpec }>;

/** The NetworkPolicies among the objects, read as ways through them. */
export class Policies {
  readonly #view: ClusterView;
  readonly #blocks = new AddressBlocks();

  public constructor(view: ClusterView) {
    this.#view = view;
  }

  /**
   * Every way out of (`Egress`) or into (`Ingress`) the pods of a namespace.
   *
   * Policies only add up: a pod that at least one policy selects for a direction may do what any of those policies
   * allows, and nothing else; a pod that none selects may do everything.
   */
  public ways({ name }: NamespaceView, direction: Direction): readonly Way[] {
    const policies = (this.#view.in(name) as readonly Policy[]).filter(
      (each) => isNetworkPolicy(each) && directions(each.spec).includes(direction),
    );
    const selectors = policies.map(({ spec }) => spec?.podSelector ?? {});
    const free: Way = {
      by: policies.length === 0 ? `no NetworkPolicy of ${name}` : `pods of ${name} that no NetworkPolicy selects`,
      must: [],
      mustNot: selectors,
      peer: { kind: 'anybody' },
      ports: undefined,
    };
    const opened = policies.flatMap((policy) => this.#rules(policy, direction));
    return canMatch([], selectors) ? [free, ...opened] : opened;
  }

  #rules(policy: Policy, direction: Direction): Way[] {
    const { metadata, spec } = policy;
    const rules =
      direction === 'Ingress'
        ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    return rules.flatMap(({ peers = [], ports }) => {
      const way = { by: objectName(policy), must: [spec?.podSelector ?? {}], mustNot: [], ports: portsOf(ports) };
      const ends: readonly Peer[] =
        peers.length === 0 ? [{ kind: 'anybody' }] : peers.map((peer) => this.#peer(metadata.namespace ?? '', peer));
      return ends.map((peer) => ({ ...way, peer }));
    });
  }

  #peer(own: string, { ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer): Peer {
    if (ipBlock !== undefined) return { kind: 'addresses', block: this.#blocks.of(ipBlock) };
    const names =
      namespaceSelector === undefined ? [own] : this.#view.selected(namespaceSelector).map(({ name }) => name);
    return { kind: 'pods', namespaces: new Set(names), pods: podSelector ?? {} };
  }
}

/** Whether it is one of Kubernetes; network plugins have kinds of the same name. */
function isNetworkPolicy(object: Policy): boolean {
  return object.kind === 'NetworkPolicy' && groupOf(object) === 'networking.k8s.io';
}

function directions({ egress = [], policyTypes }: NetworkPolicySpec = {}): readonly string[] {
  return policyTypes ?? (egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
}

/** What a pod of a namespace must match to be at the other end of a way; nothing where it never is. */
export function podsAtEnd(peer: Peer, { name }: NamespaceView): LabelSelector | undefined {
  switch (peer.kind) {
    case 'anybody':
      return {};
    case 'addresses':
      return peer.block.mayHoldPods ? {} : undefined;
    case 'pods':
      return peer.namespaces.has(name) ? peer.pods : undefined;
  }
}

import { addressRanges, type PlacedRange } from '../address-ranges.ts';
import { type CidrRange, cidrRange } from '../cidr-range.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import type { TargetKind } from '../target.ts';

/** Nodes of the platform itself, and addresses that a cloud keeps in each subnet; a round number on the safe side. */
const OWN_NODES = 32;

/** Addresses that are set aside for the API server: a /24 on AWS, whose control plane has subnets of its own, a /28 elsewhere. */
const SET_ASIDE: Partial<Record<TargetKind, number>> = { aws: 256, gcp: 16, azure: 16 };

/**
 * Addresses that a target sets aside for the pods of one node, where pods have a range of their own: GKE (110 pods),
 * Azure overlay and Talos a /24, DigitalOcean a /25. On AWS pods take addresses of the nodes' range.
 */
const PER_NODE: Partial<Record<TargetKind, number>> = { gcp: 256, azure: 256, baremetal: 256, digitalocean: 128 };

/** Largest and smallest network that AWS takes for a VPC, as prefixes. */
const VPC = { from: 16, to: 28 };

/** The address plan has room for the pools at their largest. */
export function* networkRoom({ pools, target }: PlatformSpec): Iterable<Finding> {
  if (target.kind === 'existing') return;
  const nodes = pools.reduce((sum, pool) => sum + pool.nodes.max, 0) + OWN_NODES;
  const existing = 'existing' in target.network && target.network.existing !== undefined;
  const ranges = addressRanges(target);
  const range = cidrRange(target.network.nodes);
  if (existing) yield* givenRoom(nodes, ranges.nodes);
  else if (range !== undefined) yield* nodeRoom(target.kind, nodes + (SET_ASIDE[target.kind] ?? 0), range);
  const perNode = PER_NODE[target.kind];
  const pods = cidrRange(ranges.pods.text);
  if (perNode === undefined || pods === undefined || pods.addresses >= nodes * perNode) return;
  yield {
    code: 'NETWORK_PODS_SMALL',
    level: 'error',
    at: pathText(ranges.pods.path),
    problem: `${pods.text} has ${pods.addresses} addresses, room for ${Math.floor(pods.addresses / perNode)} nodes of ${perNode} each, and pools may have ${nodes} nodes with the platform’s own`,
    fix: `give the pods at least a /${prefixFor(nodes * perNode, pods)}`,
  };
}

function* nodeRoom(kind: TargetKind, needed: number, range: CidrRange): Iterable<Finding> {
  const at = pathText(['target', 'network', 'nodes']);
  if (range.addresses < needed)
    yield {
      code: 'NETWORK_NODES_SMALL',
      level: 'error',
      at,
      problem: `${range.text} has ${range.addresses} addresses, and the pools at their largest, the platform’s own nodes and the API server need ${needed}`,
      fix: `give the nodes at least a /${prefixFor(needed, range)}`,
    };
  else if (kind === 'aws' && (range.prefix < VPC.from || range.prefix > VPC.to))
    yield {
      code: 'NETWORK_NODES_RANGE',
      level: 'error',
      at,
      problem: `AWS takes networks from /${VPC.from} to /${VPC.to} for a VPC, not /${range.prefix}`,
      fix: `write a /${Math.min(Math.max(range.prefix, VPC.from), VPC.to)}`,
    };
}

/** Subnets that are there already: who else lives in them is not known, so this is the least that can be said. */
function* givenRoom(needed: number, ranges: readonly PlacedRange[]): Iterable<Finding> {
  const room = ranges.reduce((sum, { text }) => sum + (cidrRange(text)?.addresses ?? 0), 0);
  const [first] = ranges;
  if (room >= needed || first === undefined) return;
  yield {
    code: 'NETWORK_EXISTING_SMALL',
    level: 'error',
    at: pathText(first.path.slice(0, -1)),
    problem: `the subnets have ${room} addresses, and the pools at their largest and the platform’s own nodes need ${needed}`,
    fix: 'name larger subnets, or lower nodes.max',
  };
}

function prefixFor(addresses: number, { family }: CidrRange): number {
  return (family === 'ipv4' ? 32 : 128) - Math.ceil(Math.log2(addresses));
}

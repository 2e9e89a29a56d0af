import type { Finding, Rule } from '../../spec/finding.ts';
import { fixByName } from '../../spec/nearest.ts';
import { nodeAutoscaler } from '../../spec/node-autoscaler.ts';
import { zonesOf } from '../nodes/node-topology.ts';
import { faultWithinBounds } from './time-rules.ts';
import type { FaultEntry } from './workloads-file.ts';
import { mistake, type On } from './workloads-finding.ts';

/** The pool is the platform's, and has the zone. */
function* knownPlace({ at, entry: { kind, pool: name, zone }, spec }: On<FaultEntry>): Iterable<Finding> {
  const pool = spec.pools.find((each) => each.name === name);
  if (pool === undefined) {
    const names = spec.pools.map((each) => each.name);
    yield mistake('WORKLOADS_FAULT_POOL', [...at, 'pool'], {
      problem: `no pool of the platform is called ${name}`,
      fix: fixByName(name, names),
    });
    return;
  }
  const zones = zonesOf(spec, pool);
  if (zone === undefined || kind !== 'zoneLoss' || zones.includes(zone)) return;
  yield mistake('WORKLOADS_FAULT_ZONE', [...at, 'zone'], {
    problem: `pool ${name} has no node in zone ${zone}`,
    fix: fixByName(zone, zones),
  });
}

/** Fields that a kind of fault does not have are mistakes. */
function* ownFields({ at, entry: { kind, nodes, zone } }: On<FaultEntry>): Iterable<Finding> {
  if (zone !== undefined && kind !== 'zoneLoss')
    yield mistake('WORKLOADS_FAULT_FIELD', [...at, 'zone'], {
      problem: `a ${kind} has no zone`,
      fix: 'remove it, or make the fault a zoneLoss',
    });
  if (nodes !== undefined && (kind === 'zoneLoss' || kind === 'fullPool'))
    yield mistake('WORKLOADS_FAULT_FIELD', [...at, 'nodes'], {
      problem: `a ${kind} has no number of nodes`,
      fix: 'remove it, or make the fault a nodeLoss',
    });
}

/** Not more nodes are lost than there can be, and only a pool that grows can be full. */
function* sensible({ at, entry: { kind, nodes = 1, pool: name }, spec }: On<FaultEntry>): Iterable<Finding> {
  const pool = spec.pools.find((each) => each.name === name);
  if (pool === undefined) return;
  const { max, min } = pool.nodes;
  if (nodes > max)
    yield mistake('WORKLOADS_FAULT_NODES', [...at, 'nodes'], {
      problem: `pool ${name} has at most ${max} nodes, got ${nodes}`,
      fix: `give at most ${max}`,
    });
  const fixed = min === max || nodeAutoscaler(spec.target) === 'none';
  if (kind === 'fullPool' && fixed)
    yield mistake('WORKLOADS_FAULT_FIXED', [...at, 'kind'], {
      problem: `pool ${name} always has ${max} nodes: it never asks for another`,
      fix: 'choose a pool that grows, on a target that scales its pools, or another kind of fault',
    });
}

/** What must hold of a fault. */
export const faultRules: readonly Rule<On<FaultEntry>>[] = [knownPlace, ownFields, sensible, faultWithinBounds];

import { type Observed, type ObservedPool, observedPools, priceOf } from './observed.ts';
import type { RecordingRule, RuleGroup } from './rule.ts';

/** Which team a namespace belongs to: labels `namespace` and `team`, always 1. */
const TEAM_OF_NAMESPACE =
  'max by (namespace, team) (label_replace(kube_namespace_labels{label_plinth_dev_team!=""}, "team", "$1", "label_plinth_dev_team", "(.+)"))';

/** Which room a namespace of the platform belongs to: labels `namespace` and `of_room`, always 1. */
const ROOM_OF_NAMESPACE =
  'max by (namespace, of_room) (label_replace(kube_namespace_labels{label_plinth_dev_room!="",label_plinth_dev_team=""}, "of_room", "$1", "label_plinth_dev_room", "(.+)"))';

/** Figures that other rules stand on: whose a namespace is, and each pool's nodes, bounds and price. */
export function baseGroup(observed: Observed): RuleGroup {
  return {
    name: 'plinth.base',
    room: 'tenancy',
    interval: '1m',
    records: [
      { record: 'namespace:team:info', expr: TEAM_OF_NAMESPACE },
      { record: 'namespace:room:info', expr: ROOM_OF_NAMESPACE },
      ...observedPools(observed).flatMap(poolRecords),
      ...observed.spec.teams.flatMap(({ budget, name }) =>
        budget === undefined
          ? []
          : [{ record: 'team:budget:usd_per_month', expr: `vector(${budget.usdPerMonth})`, labels: { team: name } }],
      ),
    ],
    alerts: [],
  };
}

function poolRecords(pool: ObservedPool): readonly RecordingRule[] {
  const labels = { pool: pool.name, resource: pool.resource };
  const nodes = `max by (node) (kube_node_labels${pool.nodes})`;
  const held = `kube_node_status_allocatable{resource="${pool.exported}"} and on (node) kube_node_labels${pool.nodes}`;
  return [
    { record: 'pool:nodes:count', expr: `count(${nodes}) or vector(0)`, labels },
    { record: 'pool:nodes_min:count', expr: `vector(${pool.min})`, labels },
    { record: 'pool:nodes_max:count', expr: `vector(${pool.max})`, labels },
    ...(pool.counted
      ? [
          { record: 'pool:node_allocatable:count', expr: `max by (node) (${held}) or ${nodes} * 0`, labels },
          { record: 'pool:units_per_node:count', expr: `vector(${pool.unitsPerNode})`, labels },
        ]
      : []),
    ...prices(pool),
  ];
}

/** List price of a node and of one unit of it, with the region and day it was read for; nothing where it is unknown. */
function prices(pool: ObservedPool): readonly RecordingRule[] {
  const price = priceOf(pool);
  if (price === undefined) return [];
  const { asOf, region, usdPerHour } = price;
  const unit = Number((usdPerHour / pool.unitsPerNode).toFixed(6));
  const labels = { pool: pool.name, region, as_of: asOf ?? 'undated' };
  return [
    { record: 'pool:node_price:usd_per_hour', expr: `vector(${usdPerHour})`, labels },
    { record: 'pool:unit_price:usd_per_hour', expr: `vector(${unit})`, labels },
  ];
}

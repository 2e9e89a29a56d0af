import type { LabelSelector } from '../../imports/kubernetes.gen.ts';
import { TEAM_LABELS } from '../team-namespace.ts';
import type { ClusterView, View } from './cluster-view.ts';
import type { Grants } from './grants.ts';
import type { Reach } from './matrix.ts';

const KUEUE = 'kueue.x-k8s.io';

type ClusterQueue = View<{ spec: { namespaceSelector?: LabelSelector } }>;
type LocalQueue = View<{ spec: { clusterQueue?: string } }>;

/**
 * Teams whose jobs may enter a queue of another: the queue takes their namespace, and there is a LocalQueue in it that
 * leads there, or somebody of the team may make one.
 *
 * A ClusterQueue is the team's whose label it carries; without the label, of every team that has a LocalQueue to it.
 */
export function* queueReaches(view: ClusterView, grants: Grants): Iterable<Reach> {
  const doors = Map.groupBy(view.of<LocalQueue>(KUEUE, 'LocalQueue'), ({ spec }) => spec?.clusterQueue ?? '');
  for (const queue of view.of<ClusterQueue>(KUEUE, 'ClusterQueue')) {
    const { name } = queue.metadata;
    const here = doors.get(name) ?? [];
    const owners = ownersOf(view, queue, here);
    // No selector takes no namespace; an empty one takes all.
    const selector = queue.spec?.namespaceSelector;
    for (const { name: namespace, team } of selector === undefined ? [] : view.selected(selector)) {
      if (team === undefined) continue;
      const others = [...owners].filter((owner) => owner !== team);
      if (others.length === 0) continue;
      const entrances = here
        .filter(({ metadata }) => metadata.namespace === namespace)
        .map(({ metadata }) => `LocalQueue ${namespace}/${metadata.name} leads into ClusterQueue ${name}`);
      for (const path of [...entrances, ...makers(grants, team, namespace, name)])
        for (const to of others) yield { from: team, to, dimension: 'queues', path };
    }
  }
}

function ownersOf(view: ClusterView, queue: ClusterQueue, doors: readonly LocalQueue[]): ReadonlySet<string> {
  const owner = queue.metadata.labels?.[TEAM_LABELS.team];
  if (owner !== undefined) return new Set([owner]);
  return new Set(doors.flatMap(({ metadata }) => view.namespace(metadata.namespace ?? '').team ?? []));
}

function makers(grants: Grants, team: string, namespace: string, queue: string): string[] {
  const grant = ['create', 'update', 'patch']
    .map((verb) => grants.allowing(team, namespace, verb, KUEUE, 'localqueues'))
    .find((found) => found !== undefined);
  return grant === undefined ? [] : [`ClusterQueue ${queue} takes ${namespace}, and ${grant.by} LocalQueues there`];
}

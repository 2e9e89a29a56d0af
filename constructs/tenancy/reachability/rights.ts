import type { PolicyRule } from '../../imports/kubernetes.gen.ts';
import type { ClusterView, NamespaceView } from './cluster-view.ts';
import type { Grant, Grants } from './grants.ts';
import type { Reach } from './matrix.ts';
import { beyondLooking, givesSecrets, leadsOut, reachesNamespaces, ruleText } from './rule.ts';

/** Rights of one team that touch another, and that the other did not declare. */
interface ForeignRights {
  readonly from: string;
  readonly to: string;
  readonly grant: Grant;
  readonly rules: readonly PolicyRule[];
}

/**
 * Rights that people or service accounts of one team have over objects of another, and the secrets that these give.
 *
 * A group that a namespace declares as members, or as viewers who only look, is invited: somebody who is in the groups
 * of two teams works in both. Service accounts are never invited.
 */
export function* rightsReaches(view: ClusterView, grants: Grants): Iterable<Reach> {
  for (const { from, grant, rules, to } of foreignRights(view, grants)) {
    const where = grant.namespace === undefined ? 'in every namespace' : `in ${grant.namespace}`;
    yield { from, to, dimension: 'rights', path: `${grant.by} ${rules.map(ruleText).join('; ')} ${where}` };
    const giving = rules.filter(givesSecrets);
    if (giving.length === 0) continue;
    yield { from, to, dimension: 'secrets', path: `${grant.by} ${giving.map(ruleText).join('; ')}` };
  }
}

function* foreignRights(view: ClusterView, grants: Grants): Iterable<ForeignRights> {
  for (const grant of [...grants.local, ...grants.everywhere]) {
    const touched = touching(view, grant);
    for (const from of grants.holders(grant.subject)) {
      const { rules, targets } = touched(from);
      if (rules.length === 0) continue;
      for (const to of targets) if (to !== from) yield { from, to, grant, rules };
    }
  }
}

/** Teams that a grant lets a team touch, and the rules that do so. */
function touching(view: ClusterView, grant: Grant) {
  const { teams } = view;
  if (grant.namespace === undefined) {
    const everywhere = { rules: grant.rules.filter(reachesNamespaces), targets: teams };
    return () => everywhere;
  }
  const namespace = view.namespace(grant.namespace);
  const { team } = namespace;
  if (team === undefined) {
    // Who can change a namespace of the platform acts with the rights of its controllers.
    const beside = { rules: grant.rules.filter(beyondLooking), targets: teams };
    return () => beside;
  }
  const home = { rules: grant.rules.filter(leadsOut), targets: teams };
  const away = { rules: uninvited(namespace, grant), targets: [team] };
  return (from: string) => (from === team ? home : away);
}

function uninvited({ members, viewers }: NamespaceView, { rules, subject }: Grant): readonly PolicyRule[] {
  if (subject.kind !== 'Group') return rules;
  if (members.has(subject.name)) return [];
  return viewers.has(subject.name) ? rules.filter(beyondLooking) : rules;
}

import type { HarborReplication } from '../../constructs/registry/index.ts';
import { type Change, type Desk, isOurs, MARK, type Section, text } from './change.ts';
import { HarborError } from './harbor-finding.ts';
import type { Replication } from './harbor-objects.ts';
import { endpointsOf } from './set-endpoints.ts';

/** What is copied where. Harbor copies signatures and other accessories with what they belong to. */
export const setReplications: Section = async function* (desk) {
  const { harbor, settings } = desk;
  const there = await harbor.list<Replication>('/replication/policies');
  const byName = new Map(there.map((each) => [each.name, each]));
  const endpoints = await endpointsOf(desk);
  for (const rule of settings.replications) {
    const found = byName.get(rule.name);
    const wanted = policyOf(rule, endpoints.get(rule.to)?.id ?? 0);
    if (found !== undefined && meaningOf(found) === meaningOf(wanted)) continue;
    yield keep(desk, rule, found);
  }
  const names = new Set(settings.replications.map(({ name }) => name));
  for (const found of there.filter((each) => isOurs(each) && !names.has(each.name)))
    yield {
      kind: 'replication',
      name: found.name,
      action: 'remove',
      fields: [],
      apply: async () => {
        await harbor.call({ method: 'DELETE', path: `/replication/policies/${found.id}` });
      },
    };
};

function keep(desk: Desk, rule: HarborReplication, found: Replication | undefined): Change {
  const { harbor } = desk;
  return {
    kind: 'replication',
    name: rule.name,
    action: found === undefined ? 'create' : 'update',
    fields: ['target', 'filters', 'trigger', 'speed'],
    apply: async () => {
      const id = (await endpointsOf(desk)).get(rule.to)?.id;
      if (id === undefined)
        throw new HarborError(
          'REGISTRY_NOT_FOUND',
          `replication ${rule.name}`,
          `its target ${rule.to} could not be made`,
        );
      const body = policyOf(rule, id);
      const path = '/replication/policies';
      await (found === undefined
        ? harbor.call({ method: 'POST', path, body })
        : harbor.call({ method: 'PUT', path: `${path}/${found.id}`, body: { id: found.id, ...body } }));
    },
  };
}

function policyOf({ cron, name, repositories, speed, tags }: HarborReplication, registry: number): Replication {
  return {
    name,
    description: `${MARK}replication`,
    enabled: true,
    override: true,
    replicate_deletion: false,
    dest_registry: { id: registry },
    dest_namespace: '',
    // Nothing of the path is replaced: it is called the same there.
    dest_namespace_replace_count: 0,
    filters: [
      { type: 'name', value: repositories },
      { type: 'tag', value: tags, decoration: 'matches' },
    ],
    trigger: cron === undefined ? { type: 'event_based' } : { type: 'scheduled', trigger_settings: { cron } },
    speed,
  };
}

function meaningOf({
  dest_registry,
  enabled,
  filters,
  override,
  replicate_deletion,
  speed,
  trigger,
}: Replication): string {
  return text({
    to: dest_registry?.id,
    enabled,
    override,
    deletes: replicate_deletion ?? false,
    filters: filters.map(({ decoration, type, value }) => `${type} ${decoration ?? ''} ${value}`).sort(),
    trigger: trigger.type,
    cron: trigger.trigger_settings?.cron ?? '',
    // No bound is 0 or less, as Harbor keeps it.
    speed: Math.max(speed ?? 0, 0),
  });
}

import type { HarborRetentionRule } from '../../constructs/registry/index.ts';
import { type Change, type Desk, text } from './change.ts';
import type { Retention, TagRule } from './harbor-objects.ts';
import type { PlacedProject } from './placed-project.ts';

/** What stays when a project is cleaned up. */
export async function* setRetention(desk: Desk, { id, retentionId, wanted }: PlacedProject): AsyncGenerator<Change> {
  const { harbor } = desk;
  const { name, retention } = wanted;
  if (retention === undefined) return;
  const there = retentionId === undefined ? undefined : await readRetention(desk, retentionId);
  const rules = retention.rules.map(ruleOf);
  const isSame = there !== undefined && meaningOf(there.rules, cronIn(there)) === meaningOf(rules, retention.cron);
  if (isSame) return;
  yield {
    kind: 'retention',
    name,
    action: there === undefined ? 'create' : 'update',
    fields: ['rules', 'schedule'],
    apply: async () => {
      const body: Retention = {
        algorithm: 'or',
        rules,
        trigger: { kind: 'Schedule', settings: { cron: retention.cron }, references: there?.trigger.references ?? {} },
        scope: { level: 'project', ref: id ?? 0 },
      };
      await (there === undefined
        ? harbor.call({ method: 'POST', path: '/retentions', body })
        : harbor.call({ method: 'PUT', path: `/retentions/${retentionId}`, body: { id: retentionId, ...body } }));
    },
  };
}

async function readRetention({ harbor }: Desk, id: number): Promise<Retention> {
  return (await harbor.call({ method: 'GET', path: `/retentions/${id}` })).body as Retention;
}

const EVERYWHERE = { repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: '**' }] };

/** A rule in Harbor's words. */
function ruleOf(rule: HarborRetentionRule): TagRule {
  switch (rule.keep) {
    case 'always':
      return retain('always', {}, { pattern: rule.tags });
    case 'newest':
      return retain(
        'latestPushedK',
        { latestPushedK: rule.artifacts },
        { pattern: rule.except, decoration: 'excludes' },
      );
    case 'pushed':
      return retain('nDaysSinceLastPush', { nDaysSinceLastPush: rule.days }, ALL);
    case 'pulled':
      return retain('nDaysSinceLastPull', { nDaysSinceLastPull: rule.days }, ALL);
  }
}

/** Tags that a rule is about. */
interface Tags {
  readonly pattern: string;
  readonly decoration?: 'matches' | 'excludes';
  readonly untagged?: boolean;
}

const ALL: Tags = { pattern: '**', untagged: true };

function retain(
  template: string,
  params: TagRule['params'],
  { decoration = 'matches', pattern, untagged = false }: Tags,
): TagRule {
  return {
    priority: 0,
    disabled: false,
    action: 'retain',
    template,
    params,
    tag_selectors: [{ kind: 'doublestar', decoration, pattern, extras: JSON.stringify({ untagged }) }],
    scope_selectors: EVERYWHERE,
  };
}

/** What Harbor was told, without what it adds: numbers, priorities and the time of the next run. */
function meaningOf(rules: readonly TagRule[], cron: unknown): string {
  const plain = rules.map(({ disabled, params, scope_selectors, tag_selectors, template }) => ({
    disabled: disabled ?? false,
    params: params ?? {},
    scope: scope_selectors,
    tags: tag_selectors,
    template,
  }));
  return text({ cron, rules: plain });
}

function cronIn({ trigger }: Retention): unknown {
  return trigger?.settings?.['cron'];
}

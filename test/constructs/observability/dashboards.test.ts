import { describe, expect, it } from 'vitest';
import { dashboards } from '../../../constructs/observability/dashboards/dashboards.ts';
import { COLUMNS } from '../../../constructs/observability/dashboards/grafana.ts';
import { alertGroups } from '../../../constructs/observability/rules/alert-groups.ts';
import { METRICS } from '../../../constructs/observability/rules/metrics/all-metrics.ts';
import { OBSERVED_ROOMS } from '../../../constructs/observability/rules/rule.ts';
import { type GrafanaPanel, gridOf, panelsOf, queriesOf } from './grafana-json.ts';
import { observed, observedWithAll } from './observed-sample.ts';
import { readExpression } from './promql.ts';

const PLATFORMS = [observed(), ...observedWithAll()];

function declared(metric: string, records: ReadonlySet<string>): boolean {
  const base = metric.replace(/_(bucket|count|sum)$/, '');
  return records.has(metric) || METRICS.some(({ name }) => name === metric || name === base);
}

function overlaps(a: GrafanaPanel, b: GrafanaPanel): boolean {
  const [one, two] = [a.gridPos, b.gridPos];
  return one.x < two.x + two.w && two.x < one.x + one.w && one.y < two.y + two.h && two.y < one.y + one.h;
}

describe('dashboards', () => {
  it('are one for each open room and one for each team', () => {
    const made = dashboards(observed());
    expect(made.flatMap(({ room }) => room ?? [])).toEqual([...OBSERVED_ROOMS]);
    expect(made.flatMap(({ team }) => team ?? [])).toEqual(['vision', 'speech']);
    expect(dashboards(observed({}, ['queueing'])).map(({ uid }) => uid)).toEqual([
      'plinth_queueing',
      'vision',
      'speech',
    ]);
  });

  it('have the same bytes each time', () => {
    expect(dashboards(observed())).toEqual(dashboards(observed()));
  });

  it('have addresses that Grafana takes, each once, and none that a team could have', () => {
    const uids = dashboards(observed()).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) expect(uid).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
  });

  it('lay their panels on the grid without an overlap, each with a unit, a sentence and its own number', () => {
    for (const { json, uid } of PLATFORMS.flatMap(dashboards)) {
      const panels = gridOf(json);
      for (const [index, panel] of panels.entries()) {
        expect(panel.gridPos.x + panel.gridPos.w, uid).toBeLessThanOrEqual(COLUMNS);
        for (const other of panels.slice(index + 1))
          expect(overlaps(panel, other), `${uid}: ${panel.title}, ${other.title}`).toBe(false);
      }
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      for (const { description, fieldConfig, title } of panelsOf(json)) {
        expect(description, `${uid}: ${title}`).toMatch(/\.$/);
        expect(fieldConfig.defaults.unit, `${uid}: ${title}`).toBeTruthy();
      }
    }
  });

  it('ask only what parses, of metrics that somebody exposes or rules that are there', () => {
    for (const platform of PLATFORMS) {
      const records = new Set(alertGroups(platform).flatMap((group) => group.records.map(({ record }) => record)));
      for (const { json, uid } of dashboards(platform)) {
        for (const query of queriesOf(json)) {
          const { parses, selectors } = readExpression(query);
          expect(parses, `${uid}: ${query}`).toBe(true);
          expect(
            selectors.filter(({ metric }) => !declared(metric, records)),
            `${uid}: ${query}`,
          ).toEqual([]);
        }
      }
    }
  });

  it('show a team only what is its own', () => {
    for (const { json, team } of dashboards(observed()).filter(({ team }) => team !== undefined))
      for (const query of queriesOf(json)) expect(query).toMatch(new RegExp(`(team|cluster_queue)="${team}"`));
  });

  it.each(['plinth_queueing', 'vision'])('write %s as it was reviewed', async (uid) => {
    const made = dashboards(observed()).find((dashboard) => dashboard.uid === uid);
    await expect(made?.json).toMatchFileSnapshot(`golden/${uid}.json.txt`);
  });
});

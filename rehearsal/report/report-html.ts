import type { Recording } from '../recording/recording.ts';
import { legend } from './charts/legend.ts';
import { nodeChart } from './charts/node-chart.ts';
import { queueChart } from './charts/queue-chart.ts';
import { serverChart } from './charts/server-chart.ts';
import { type ColouredTeam, teamColours } from './charts/team-colours.ts';
import { useChart } from './charts/use-chart.ts';
import type { Comparison } from './compare-reports.ts';
import { header } from './html-header.ts';
import { html, type Markup } from './html-markup.ts';
import { htmlPage } from './html-page.ts';
import { detailSections, figureSections } from './html-sections.ts';
import type { RehearsalReport } from './rehearsal-report.ts';

/** What a page is made of. */
export interface PageInput {
  /** The figures. */
  readonly report: RehearsalReport;
  /** What they were computed from; the charts need it. */
  readonly recording: Recording;
  /** Variants of the rehearsal, side by side. @default - there were none */
  readonly comparison?: Comparison;
}

/** The report as one HTML file that needs nothing else: no script, no font, no network. Same input, same bytes. */
export function reportHtml({ comparison, recording, report }: PageInput): string {
  const { environment, name } = report.platform;
  return htmlPage({
    title: `Rehearsal of ${name} (${environment}): ${report.verdict}`,
    parts: [header(report), charts(report, recording), figureSections(report, comparison), detailSections(report)],
  });
}

function charts(report: RehearsalReport, recording: Recording): Markup | undefined {
  if (recording.endedAt <= 0 || recording.nodes.length === 0) return undefined;
  const teams = teamColours(report.teams);
  const pools = report.pools.filter(({ nodeHours }) => nodeHours > 0);
  return html`<section aria-labelledby="use"><h2 id="use">In use over time</h2>
${legend(teams, ['offered', 'fault'])}
${pools.map((pool) => useChart(recording, pool, teams))}</section>
<section aria-labelledby="queued"><h2 id="queued">Queue over time</h2>
${legend(teams, [])}
${queueChart(recording, teams)}</section>
${serverCharts(report, recording, teams)}
<section aria-labelledby="placed"><h2 id="placed">Jobs on nodes</h2>
${legend(teams, ['free', 'lost', 'preempted', 'fault'])}
${nodeChart(
  recording,
  pools.map(({ pool }) => pool),
  teams,
)}</section>`;
}

function serverCharts(
  { servers }: RehearsalReport,
  recording: Recording,
  teams: readonly ColouredTeam[],
): Markup | undefined {
  if (servers.length === 0) return undefined;
  return html`<section aria-labelledby="replicas"><h2 id="replicas">Servers over time</h2>
${recording.servers.flatMap((server) => {
  const figures = servers.find((each) => each.server === server.name);
  return figures === undefined ? [] : [serverChart(server, figures, teams, recording.endedAt)];
})}</section>`;
}

import { faultText } from './charts/fault-lines.ts';
import type { Comparison } from './compare-reports.ts';
import { sideBySide } from './comparison-table.ts';
import { contestLines, poolsTable, serversTable, teamsTable, waitsTable } from './figure-tables.ts';
import { amountText, durationText, NONE, usdText } from './figure-text.ts';
import { html, type Markup } from './html-markup.ts';
import { htmlTable } from './html-table.ts';
import type { RehearsalReport } from './rehearsal-report.ts';
import { count } from './verdict.ts';

/** The tables: waits, pools, teams, variants. */
export function figureSections(report: RehearsalReport, comparison: Comparison | undefined): Markup {
  return html`<section aria-labelledby="waits"><h2 id="waits">Waits</h2>
${htmlTable('From submission to the first pod. Jobs that never started count as waiting to the end.', waitsTable(report))}
${limitTable(report)}</section>
<section aria-labelledby="pools"><h2 id="pools">Pools</h2>
${htmlTable('Hours are those of units. Fragmented: share of the time in which free units lay scattered while a job waited for as many; stranded: free units that were of no use to those that waited.', poolsTable(report))}
${priceTable(report)}</section>
<section aria-labelledby="teams"><h2 id="teams">Teams</h2>
${htmlTable('Borrowed: units beyond the guarantee. Given back: units of jobs that were stopped so that their owner could have them. Lost: unit-hours of runs that did not end well.', teamsTable(report))}
</section>
${serverTable(report)}
${comparison && html`<section aria-labelledby="variants"><h2 id="variants">Variants side by side</h2>${htmlTable('The same jobs on the platform as it is written, and with one thing changed each.', sideBySide(comparison))}</section>`}`;
}

function serverTable(report: RehearsalReport): Markup | undefined {
  if (report.servers.length === 0) return undefined;
  return html`<section aria-labelledby="servers"><h2 id="servers">Servers</h2>
${htmlTable('Short: fewer replicas ran than the load asked for. Without room: part of the requests beyond what the running replicas carry. Taken: replicas that the queue took for somebody who came before them.', serversTable(report))}
<ul>${contestLines(report).map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

function limitTable({ waits: { limits } }: RehearsalReport): Markup | undefined {
  if (limits.length === 0) return undefined;
  return htmlTable('What held jobs up: the last words about each job, those that differ only in numbers together.', {
    columns: [
      { title: 'words of Kueue or the API server', prose: true },
      { title: 'effect' },
      { title: 'jobs', kind: 'number' },
      { title: 'waited in all', kind: 'number' },
    ],
    rows: limits.map(({ effect, jobs, waitSeconds, words }) => [
      words,
      effect,
      amountText(jobs),
      durationText(waitSeconds),
    ]),
  });
}

function priceTable({ pools }: RehearsalReport): Markup {
  return htmlTable('What a node is and costs.', {
    columns: [
      { title: 'pool' },
      { title: 'accelerator' },
      { title: 'units of a node', kind: 'number' },
      { title: 'a node and hour', kind: 'number' },
      { title: 'obtained' },
      { title: 'price of' },
      { title: 'read on' },
      { title: 'read at', prose: true },
    ],
    rows: pools.map(({ accelerator = NONE, capacity, pool, price, unit, unitsPerNode }) => [
      pool,
      accelerator,
      `${amountText(unitsPerNode)} ${unit}`,
      usdText(price?.usdPerHour),
      capacity,
      price?.region ?? '',
      price === undefined ? '' : (price.asOf ?? 'undated'),
      price?.source ?? '',
    ]),
  });
}

/** What the API server said, and how the rehearsal differs from a real run. */
export function detailSections(report: RehearsalReport): Markup {
  const { apply, differences, faults } = report;
  const { assumptions, comparison, resolutionSeconds, simulated } = differences;
  const faultLines = faults.map(faultText);
  return html`<section aria-labelledby="objects"><h2 id="objects">Objects</h2>
<p>${apply.accepted} of ${apply.objects} objects accepted in one pass${apply.warnings.length === 0 ? '' : `, with ${count(apply.warnings.length, 'warning')}`}.</p>
${rejections(report)}
${podRefusals(report)}
${disclosed(
  'Warnings',
  apply.warnings.map(({ object, words }) => `${object}: ${words}`),
)}</section>
<section aria-labelledby="reality"><h2 id="reality">Not as in reality</h2>
<p>There is ${comparison}.${resolutionSeconds === undefined ? '' : ` Times below ${durationText(resolutionSeconds)} mean nothing: that is how long the control plane itself takes, at this speed.`}</p>
<ul>${[...simulated, ...assumptions].map((line) => html`<li>${line}</li>`)}</ul>
${faultLines.length === 0 ? undefined : html`<h3>Faults made on purpose</h3><ul>${faultLines.map((line) => html`<li>${line}</li>`)}</ul>`}
${controllers(report)}
${disclosed(
  'Objects changed before applying',
  apply.rewrites.map(({ change, object }) => `${object}: ${change}`),
)}
${disclosed('Stand-ins', apply.standIns)}</section>
<footer>Written by plinth rehearse; --json prints the same figures for programs.</footer>`;
}

function rejections({ apply }: RehearsalReport): Markup | undefined {
  if (apply.rejections.length === 0) return undefined;
  return htmlTable('Objects that the API server refused.', {
    columns: [
      { title: 'object' },
      { title: 'made by' },
      { title: 'from' },
      { title: 'status', kind: 'number' },
      { title: 'words of the server', prose: true },
    ],
    rows: apply.rejections.map(({ construct, object, specPath, status, words }) => [
      object,
      construct,
      specPath ?? '',
      String(status),
      words,
    ]),
  });
}

function podRefusals({ apply }: RehearsalReport): Markup | undefined {
  if (apply.podRefusals.length === 0) return undefined;
  return htmlTable('Objects that were accepted, but whose pods the API server refused.', {
    columns: [{ title: 'object' }, { title: 'words of the server', prose: true }],
    rows: apply.podRefusals.map(({ object, words }) => [object, words]),
  });
}

function controllers({ apply }: RehearsalReport): Markup | undefined {
  if (apply.controllers.length === 0) return undefined;
  return htmlTable('Controllers that really ran.', {
    columns: [{ title: 'controller' }, { title: 'ran' }, { title: 'users get' }, { title: 'same' }],
    rows: apply.controllers.map(({ name, pinned, ran }) => [name, ran, pinned, ran === pinned ? 'yes' : 'no']),
  });
}

function disclosed(title: string, lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return html`<details><summary>${title} (${lines.length})</summary><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;
}

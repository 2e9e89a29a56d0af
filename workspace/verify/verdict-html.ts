import { html, Markup } from '../../rehearsal/report/html-markup.ts';
import { htmlPage } from '../../rehearsal/report/html-page.ts';
import { htmlTable } from '../../rehearsal/report/html-table.ts';
import type { ReleaseVerdict } from '../../verification/judge/verdict.ts';
import { ACTIONS, nameOf, SIGNS } from '../../verification/report/verdict-text.ts';
import { armsChart } from './charts/arms-chart.ts';
import { shiftChart } from './charts/shift-chart.ts';

/** What this page has beside the style of all reports: two arms, and verdicts of three kinds. */
const OWN_STYLE = new Markup(`
.pass{color:var(--good)}.fail{color:var(--bad)}.inconclusive{color:var(--muted)}
.s0{stroke:var(--t0)}.s1{stroke:var(--t1)}
.dots{fill:none;stroke-width:4;stroke-linecap:round;opacity:.65}
.middle{fill:none;stroke-width:1.5;stroke-dasharray:6 4}
.share{fill:none;stroke-width:2}
.interval{stroke:currentColor;stroke-width:2;fill:none}
.point{fill:currentColor}
.zero{stroke:var(--muted)}
`);

/** A verdict as one HTML file that needs nothing else: no script, no font, no network. Same verdict, same bytes. */
export function verdictHtml(found: ReleaseVerdict): string {
  return htmlPage({
    title: `${found.release}: ${found.verdict}`,
    style: OWN_STYLE,
    parts: [header(found), pictures(found), tables(found)],
  });
}

function header({ action, look, reasons, release, slowedBy, verdict }: ReleaseVerdict): Markup {
  const [summary = '', ...others] = reasons;
  const by = slowedBy.length === 0 ? undefined : html`<p>Latency was added by <b>${slowedBy.join(', then ')}</b>.</p>`;
  return html`<header>
<div class="top"><h1>Release of ${release}</h1><span class="verdict ${verdict}">${SIGNS[verdict]} ${verdict}: ${ACTIONS[action]}</span></div>
<p class="lead">${sentence(summary)} Look ${look.number} of ${look.of}.</p>
${by}
<h3>What decided it</h3>
<ul>${others.map((reason) => html`<li>${reason}</li>`)}</ul>
</header>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function pictures({ decidedBy, metrics }: ReleaseVerdict): Markup {
  return html`<section aria-labelledby="pictures"><h2 id="pictures">The metrics that decided</h2>
<ul class="legend"><li><i class="t0"></i>baseline</li><li><i class="t1"></i>canary</li><li><i class="line"></i>median</li></ul>
${decidedBy.map(armsChart)}
${shiftChart(metrics)}</section>`;
}

function tables({ look, metrics, ownTimes }: ReleaseVerdict): Markup {
  const rows = metrics.map((each) => [nameOf(each), `${SIGNS[each.verdict]} ${each.cause}`, each.reason]);
  const note = `Every metric. A release that changes nothing is called worse at this look with a probability of at most ${Number(look.falseAlarm.toPrecision(2))}, over all critical metrics.`;
  const columns = [{ title: 'metric' }, { title: 'verdict' }, { title: 'why', prose: true }];
  return html`<section aria-labelledby="metrics"><h2 id="metrics">All metrics</h2>
${htmlTable(note, { columns, rows })}</section>
${ownTimes.length === 0 ? undefined : ownTimeTable(ownTimes)}`;
}

function ownTimeTable(ownTimes: ReleaseVerdict['ownTimes']): Markup {
  const rows = ownTimes.map(({ reason, service, verdict }) => [service, SIGNS[verdict], reason]);
  const columns = [{ title: 'service' }, { title: '' }, { title: 'own time', prose: true }];
  return html`<section aria-labelledby="own"><h2 id="own">Own time of each service</h2>
${htmlTable('Mean latency without that of the services it waits for.', { columns, rows })}</section>`;
}

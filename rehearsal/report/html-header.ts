import { durationText } from './figure-text.ts';
import { headlines } from './headline.ts';
import { html, type Markup } from './html-markup.ts';
import { nextSteps } from './next-steps.ts';
import type { RehearsalReport } from './rehearsal-report.ts';

/** The top of the page: what was rehearsed, the verdict and why, the three figures that count, and what to do next. */
export function header(report: RehearsalReport): Markup {
  const { attention, platform, reasons, simulatedSeconds, speed, verdict } = report;
  const { environment, kubernetes, name, target } = platform;
  return html`<header>
<div class="top"><h1>Rehearsal of ${name} (${environment})</h1><span class="verdict ${verdict}">${verdict === 'passed' ? '✓ passed' : '✕ failed'}</span></div>
<p class="lead">Platform on ${target}, Kubernetes ${kubernetes}. ${durationText(simulatedSeconds)} simulated, ${speed} times as fast as real, on a real control plane with simulated nodes.</p>
<dl class="cards">
${headlines(report).map(
  (each) =>
    html`<div><dt>${each.title}</dt><dd class="figure">${each.figure}</dd><dd class="note">${unbroken(each.note)}</dd></div>\n`,
)}</dl>
${list('What did not hold', reasons, 'reasons')}
${list('Worth a look', attention)}
${list('What to do next', nextSteps(report))}
</header>`;
}

function list(title: string, lines: readonly string[], name = ''): Markup | undefined {
  if (lines.length === 0) return undefined;
  return html`<h3>${title}</h3><ul class="${name}">${lines.map((line) => html`<li>${unbroken(line)}</li>`)}</ul>`;
}

/** A text whose figures stay on one line with their units. */
function unbroken(text: string): string {
  return text.replaceAll(/(\d) (?=(%|s|min|h|d)(?![\w]))/g, '$1\u00a0');
}

import type { MetricVerdict, ReleaseVerdict } from '../judge/verdict.ts';
import { ACTIONS, nameOf, SIGNS } from './verdict-text.ts';

/** A verdict for a pull request: the few metrics that decided first, all others folded away. */
export function verdictMarkdown(found: ReleaseVerdict): string {
  const { action, decidedBy, look, metrics, ownTimes, reasons, release, slowedBy, verdict } = found;
  const others = metrics.filter((metric) => !decidedBy.includes(metric));
  const sections = [
    `## ${SIGNS[verdict]} ${escaped(release)}: ${verdict}, ${ACTIONS[action]}`,
    escaped(reasons[0] ?? ''),
    ...(slowedBy.length === 0 ? [] : [`Latency was added by **${slowedBy.map(escaped).join('**, then **')}**.`]),
    ...(decidedBy.length === 0 ? [] : [table(decidedBy)]),
    ...(ownTimes.length === 0 ? [] : [ownTimeTable(found)]),
    ...(others.length === 0 ? [] : [folded(`${others.length} other metrics`, table(others))]),
    `<sub>Look ${look.number} of ${look.of}. A release that changes nothing is called worse at this look with a probability of at most ${Number(look.falseAlarm.toPrecision(2))}, over all critical metrics (Holm).</sub>`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function table(metrics: readonly MetricVerdict[]): string {
  const rows = metrics.map(
    (each) => `| ${SIGNS[each.verdict]} | ${escaped(nameOf(each))} | ${each.cause} | ${escaped(each.reason)} |`,
  );
  return ['| | metric | | why |', '|---|---|---|---|', ...rows].join('\n');
}

function ownTimeTable({ ownTimes }: ReleaseVerdict): string {
  const rows = ownTimes.map(
    (each) => `| ${SIGNS[each.verdict]} | ${escaped(each.service)} | ${escaped(each.reason)} |`,
  );
  return ['| | service | own time |', '|---|---|---|', ...rows].join('\n');
}

function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** Text of others in a table: no column, no line and no markup of theirs. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ');
}

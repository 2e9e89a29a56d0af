import type { Comparison } from './compare-reports.ts';
import { comparisonTable } from './comparison-table.ts';
import { contestLines, poolsTable, serversTable, teamsTable, waitsTable } from './figure-tables.ts';
import { durationText, plainWords } from './figure-text.ts';
import { headlines } from './headline.ts';
import { nextSteps } from './next-steps.ts';
import { type Paint, plain } from './paint.ts';
import type { RehearsalReport } from './rehearsal-report.ts';
import { textTable } from './text-table.ts';
import { count } from './verdict.ts';
import { wrapped } from './wrapped.ts';

/** Most entries of a list that are shown; the others are only counted. */
const SHOWN = 8;

/** How to write a report for the terminal. */
export interface TextOptions {
  /** Colours parts. @default - plain text */
  readonly paint?: Paint;
  /** Variants of the rehearsal, side by side. @default - there were none */
  readonly comparison?: Comparison;
  /** Widest line. Unit: characters. @default 100 */
  readonly width?: number;
}

/** The report for the terminal: a few aligned tables, the verdict last, and what to do next. */
export function reportText(report: RehearsalReport, options: TextOptions = {}): string {
  const { comparison, paint = plain, width = 100 } = options;
  const sections = [
    head(report, paint),
    applied(report, width, paint),
    report.waits.overall.jobs > 0 ? titled('Waits', textTable(waitsTable(report), width, paint), paint) : [],
    limitLines(report, width, paint),
    titled('Pools', textTable(poolsTable(report), width, paint), paint),
    titled('Teams', textTable(teamsTable(report), width, paint), paint),
    serverLines(report, width, paint),
    comparison === undefined ? [] : variantLines(comparison, width, paint),
    differenceLines(report, width, paint),
    ending(report, width, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head(report: RehearsalReport, paint: Paint): string[] {
  const { platform, simulatedSeconds, speed } = report;
  const figures = headlines(report);
  const titles = Math.max(...figures.map(({ title }) => title.length));
  const room = Math.max(...figures.map(({ figure }) => figure.length));
  return [
    paint(
      'bold',
      `${platform.name} (${platform.environment}) on ${platform.target}, Kubernetes ${platform.kubernetes}`,
    ),
    `${durationText(simulatedSeconds)} simulated, ${speed} times as fast as real`,
    '',
    ...figures.map(
      ({ figure, note, title }) =>
        `${title.padEnd(titles)}  ${paint('bold', figure.padStart(room))}  ${paint('dim', note)}`,
    ),
  ];
}

function applied({ apply }: RehearsalReport, width: number, paint: Paint): string[] {
  const { accepted, objects, podRefusals, rejections } = apply;
  const line = `${accepted} of ${objects} objects accepted in one pass`;
  const refused = rejections
    .slice(0, SHOWN)
    .flatMap(({ construct, object, specPath, status, words }) => [
      ...wrapped(`${object}: refused with ${status}`, width, '    ', '  '),
      ...wrapped(`made by ${construct}${specPath === undefined ? '' : `, from ${specPath}`}`, width, '      ', '    '),
      ...wrapped(plainWords(words), width, '      ', '    '),
    ]);
  const podless = podRefusals
    .slice(0, SHOWN)
    .flatMap(({ object, words }) => [
      ...wrapped(`${object}: accepted, but its pods were refused`, width, '    ', '  '),
      ...wrapped(plainWords(words), width, '      ', '    '),
    ]);
  return titled(
    'Objects',
    [line, ...refused, ...more(rejections.length), ...podless, ...more(podRefusals.length)],
    paint,
  );
}

function limitLines({ waits: { limits } }: RehearsalReport, width: number, paint: Paint): string[] {
  if (limits.length === 0) return [];
  const lines = limits
    .slice(0, SHOWN)
    .flatMap(({ effect, jobs, waitSeconds, words }) =>
      wrapped(
        `${count(jobs, 'job')} ${effect}, ${durationText(waitSeconds)} in all: ${plainWords(words)}`,
        width,
        '  ',
      ),
    );
  return titled('What held jobs up', [...lines, ...more(limits.length)], paint);
}

function serverLines(report: RehearsalReport, width: number, paint: Paint): string[] {
  if (report.servers.length === 0) return [];
  const met = contestLines(report).flatMap((line) => wrapped(line, width, '  '));
  return titled('Servers', [...textTable(serversTable(report), width, paint), ...met], paint);
}

/** Variants get letters, because what they change is often longer than a line has room for. */
function variantLines({ rows, variants }: Comparison, width: number, paint: Paint): string[] {
  const letters = variants.map((_, index) =>
    String.fromCodePoint(65 + (index % 26)).repeat(1 + Math.floor(index / 26)),
  );
  const legend = variants.flatMap((variant, index) => wrapped(`${letters[index]}: ${variant}`, width, '   '));
  return titled(
    'Variants',
    [...legend, ...textTable(comparisonTable({ rows, variants: letters }), width, paint)],
    paint,
  );
}

function differenceLines({ differences }: RehearsalReport, width: number, paint: Paint): string[] {
  const { assumptions, comparison, otherVersions, resolutionSeconds, rewrites, simulated, standIns } = differences;
  const versions = otherVersions.map(({ name, pinned, ran }) => `${name} ran as ${ran}; users get ${pinned}.`);
  const lines = [
    ...simulated,
    `${count(rewrites, 'object')} changed before applying and ${count(standIns.length, 'stand-in')}; --json lists them.`,
    ...versions,
    ...(resolutionSeconds === undefined ? [] : [`Times below ${durationText(resolutionSeconds)} mean nothing.`]),
    ...assumptions,
    `There is ${comparison}.`,
  ];
  return titled(
    'Not as in reality',
    lines.flatMap((line) => wrapped(`- ${line}`, width, '  ')),
    paint,
  );
}

function ending(report: RehearsalReport, width: number, paint: Paint): string[] {
  const { attention, reasons, verdict } = report;
  const labelled = (label: string, line: string) =>
    wrapped(`${label}: ${line}`, width, '  ').map((each) => each.replace(`${label}:`, paint('yellow', `${label}:`)));
  return [
    verdict === 'passed' ? paint('green', 'Verdict: passed') : paint('red', 'Verdict: failed'),
    ...reasons.flatMap((line) => wrapped(`- ${line}`, width, '  ')),
    ...attention.flatMap((line) => labelled('look', line)),
    ...nextSteps(report).flatMap((line) => labelled('next', line)),
  ];
}

function titled(title: string, lines: readonly string[], paint: Paint): string[] {
  return [paint('bold', title), ...lines];
}

function more(entries: number): string[] {
  return entries > SHOWN ? [`… and ${entries - SHOWN} more`] : [];
}

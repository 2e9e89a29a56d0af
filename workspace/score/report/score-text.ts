import type { Paint } from '../../../rehearsal/report/paint.ts';
import { textTable } from '../../../rehearsal/report/text-table.ts';
import type { Score, ScoreLine } from '../score.ts';

/** Width of the table. Unit: characters. */
const WIDTH = 100;

/** A score, for people: what failed, what is explained and why, then the sections. */
export function scoreText(
  { blind, controls, formula, lines, score, sections, unusedReasons }: Score,
  paint: Paint,
): string {
  const failed = lines.filter(({ state }) => state === 'failed');
  const explained = lines.filter(({ state }) => state === 'explained');
  const table = textTable(
    {
      columns: [
        { title: 'section' },
        ...['passed', 'failed', 'explained', 'score'].map((title) => ({ title, kind: 'number' as const })),
      ],
      rows: [
        ...sections.map((each) => [each.section, ...countsOf(each)]),
        ['all', '', '', '', score === undefined ? '–' : score.toFixed(1)],
      ],
    },
    WIDTH,
    paint,
  );
  return [
    ...grouped(failed, failedText, paint),
    ...grouped(explained, explainedText, paint),
    ...table,
    '',
    ...guideLines(controls),
    '',
    `score: ${formula}`,
    ...blind.map((each) => `not looked at: ${each}`),
    ...unusedReasons.map(({ at, rule }) => `reason without a use: ${rule} at ${at}`),
    '',
  ].join('\n');
}

function countsOf({ explained, failed, passed, score }: Score['sections'][number]): string[] {
  return [String(passed), String(failed), String(explained), score === undefined ? '–' : score.toFixed(1)];
}

/** One line for each guide: how many of its controls hold, and whose the others are. */
function guideLines(controls: Score['controls']): string[] {
  return [...Map.groupBy(controls, ({ guide }) => guide)].map(([guide, own]) => {
    const states = [...Map.groupBy(own, ({ state }) => state)].map(([state, each]) => `${each.length} ${WORDS[state]}`);
    return `${guide}: ${own.length} controls, ${states.sort().join(', ')}`;
  });
}

const WORDS: Readonly<Record<Score['controls'][number]['state'], string>> = {
  held: 'held',
  failed: 'failed',
  unseen: 'without an object here',
  provider: 'the provider’s duty',
  cluster: 'by the cluster’s settings',
};

type LineText = (lines: readonly [ScoreLine, ...ScoreLine[]], paint: Paint) => string[];

/** Lines that say the same of several objects are said once. */
function grouped(lines: readonly ScoreLine[], text: LineText, paint: Paint): string[] {
  const groups = Map.groupBy(lines, ({ because = '', fix, rule }) =>
    [rule, because, because === '' ? fix : ''].join('\n'),
  );
  return [...groups.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : text([first, ...rest], paint)));
}

function failedText(lines: readonly [ScoreLine, ...ScoreLine[]], paint: Paint): string[] {
  const [{ fix, rule, weight, why }] = lines;
  return [
    `${paint('red', 'failed')}  ${paint('bold', rule)}  weight ${weight}: ${why}`,
    ...lines.map(({ at, field, problem }) => `  ${at}${field === undefined ? '' : ` ${field}`}: ${problem}`),
    `  ${paint('dim', 'fix:')} ${fix}`,
    '',
  ];
}

function explainedText(lines: readonly [ScoreLine, ...ScoreLine[]], paint: Paint): string[] {
  const [{ because = '', rule }] = lines;
  const places = [...new Set(lines.map(({ at }) => at))];
  const more = places.length > 3 ? ` and ${places.length - 3} more` : '';
  return [
    `${paint('yellow', 'explained')}  ${paint('bold', rule)}  ${places.slice(0, 3).join(', ')}${more}`,
    `  ${because}`,
    '',
  ];
}

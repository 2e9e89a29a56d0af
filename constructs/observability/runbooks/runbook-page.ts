import type { Alert, RoomName } from '../rules/rule.ts';

/** An alert’s page. */
export interface RunbookPage {
  /** Name of the alert; the file is `<name>.md`. */
  readonly name: string;
  /** The page. */
  readonly markdown: string;
}

const CALLED = {
  page: 'wakes somebody now',
  ticket: 'waits for the working day',
  none: 'is only watched for by a machine',
} as const;

/** Said where a query has one. */
const LABELS = 'A name with `$` stands for the alert’s label of that name.';

/** The page of an alert: what it means, what to look at first, what to do, when to ignore it. */
export function runbookPage(alert: Alert, room: RoomName): RunbookPage {
  const { act, ignore, look, means } = alert.runbook;
  const lines = [
    `# ${alert.name}`,
    '',
    means,
    '',
    `Room \`${room}\`; ${alert.severity}: ${CALLED[alert.severity]}. It fires when this holds for ${alert.for}:`,
    '',
    ...code(alert.expr),
    '',
    '## Look first',
    '',
    ...(look.some(({ query }) => query.includes('$')) ? [LABELS, ''] : []),
    ...look.flatMap(({ query, what }) => [what, '', ...code(query), '']),
    '## What to do',
    '',
    ...act.map((step, index) => `${index + 1}. ${step}`),
    '',
    '## When to ignore it',
    '',
    ignore,
    '',
  ];
  return { name: alert.name, markdown: lines.join('\n') };
}

function code(query: string): readonly string[] {
  return ['```promql', query, '```'];
}

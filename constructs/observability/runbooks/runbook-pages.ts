import { EVERY_ALERT } from '../rules/every-alert.ts';
import { RUNBOOK_FOLDER } from '../rules/rule.ts';
import { type RunbookPage, runbookPage } from './runbook-page.ts';

/** The pages of all alerts that a platform may have. */
export function runbookPages(): readonly RunbookPage[] {
  return EVERY_ALERT.map(({ alert, room }) => runbookPage(alert, room));
}

/** The pages and the list of them as files of this repository, each with what it holds. */
export function runbookFiles(): Readonly<Record<string, () => string>> {
  const pages = runbookPages().map(({ markdown, name }) => [`${RUNBOOK_FOLDER}/${name}.md`, () => markdown] as const);
  return { [`${RUNBOOK_FOLDER}/README.md`]: runbookList, ...Object.fromEntries(pages) };
}

function runbookList(): string {
  const lines = EVERY_ALERT.map(
    ({ alert: { name, runbook, severity }, room }) =>
      `| [${name}](${name}.md) | ${room} | ${severity} | ${runbook.means} |`,
  );
  return [
    '# Runbooks',
    '',
    'One page for each alert: what it means, what to look at first, what to do, when to ignore it. The pages are made from',
    'the alerts themselves (`constructs/observability/rules`) by `npm run generate`; each alert names its page.',
    '',
    '| Alert | Room | Calls by | What it means |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

import type { RecordedJob, Recording } from '../../recording/recording.ts';
import { amountText, durationText, NONE } from '../figure-text.ts';
import { html, type Markup } from '../html-markup.ts';
import { htmlTable } from '../html-table.ts';
import { waitOf } from '../job-life.ts';
import { momentText } from './time-axis.ts';

/** Most jobs that are listed, those that waited longest first. */
const MOST_JOBS = 200;

/** The jobs as a table, for people who cannot see the chart or look for one of them. */
export function jobTable({ endedAt, jobs }: Recording): Markup {
  const longest = jobs
    .toSorted((a, b) => (waitOf(b, endedAt) ?? 0) - (waitOf(a, endedAt) ?? 0) || a.submittedAt - b.submittedAt)
    .slice(0, MOST_JOBS);
  const left =
    jobs.length > MOST_JOBS ? ` The ${MOST_JOBS} of ${jobs.length} that waited longest; --json has all figures.` : '';
  const number = (title: string) => ({ title, kind: 'number' as const });
  const table = {
    columns: [
      { title: 'job' },
      { title: 'team' },
      { title: 'kind' },
      { title: 'pool' },
      number('units'),
      number('nodes'),
      number('submitted'),
      number('waited'),
      number('stopped'),
      { title: 'end' },
    ],
    rows: longest.map((job) => rowOf(job, endedAt)),
  };
  return html`<details><summary>Jobs as a table</summary>${htmlTable(`Jobs, those that waited longest first.${left}`, table)}</details>`;
}

function rowOf(job: RecordedJob, endedAt: number): string[] {
  const wait = waitOf(job, endedAt);
  return [
    job.name,
    job.team,
    job.kind,
    job.pool,
    amountText(job.units),
    amountText(job.nodes),
    momentText(Math.round(job.submittedAt)),
    wait === undefined ? NONE : durationText(wait),
    amountText(job.evictions.length),
    job.outcome,
  ];
}

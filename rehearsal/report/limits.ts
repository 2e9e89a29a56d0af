import type { RecordedJob } from '../recording/recording.ts';
import { waitOf } from './job-life.ts';
import { sum } from './spans.ts';
import type { Limit } from './wait-figures.ts';

/** Numbers that stand alone; those within names such as `train-h100` belong to the name. */
const NUMBER = /(?<![\w.-])\d+(\.\d+)?(?![\w.]|-\w)/g;

/** Groups the last words about each job: words that differ only in numbers are the same. */
export function limits(jobs: readonly RecordedJob[], endedAt: number): Limit[] {
  const groups = Map.groupBy(
    jobs.filter(({ message }) => message !== undefined && message !== ''),
    (job) => `${effectOf(job)} ${wordsOf(job)}`,
  );
  return [...groups.values()]
    .flatMap((group) => limitOf(group, endedAt) ?? [])
    .sort((a, b) => b.waitSeconds - a.waitSeconds || b.jobs - a.jobs || a.words.localeCompare(b.words, 'en'));
}

function limitOf(group: readonly RecordedJob[], endedAt: number): Limit | undefined {
  const [first] = group;
  return (
    first && {
      effect: effectOf(first),
      words: wordsOf(first),
      example: first.message ?? '',
      jobs: group.length,
      waitSeconds: sum(group.map((job) => waitOf(job, endedAt) ?? 0)),
    }
  );
}

function wordsOf({ message = '' }: RecordedJob): string {
  return message.replaceAll(NUMBER, 'N');
}

function effectOf({ outcome }: RecordedJob): Limit['effect'] {
  return outcome === 'refused' || outcome === 'failed' ? outcome : 'held';
}

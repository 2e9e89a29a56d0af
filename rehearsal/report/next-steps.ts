import { percentText, usdText } from './figure-text.ts';
import type { RehearsalReport } from './rehearsal-report.ts';

/** Idle share of a pool from which a smaller one is worth a try. */
const MUCH_IDLE = 0.3;
/** Share of time from which fragmentation is worth a look. */
const MUCH_BLOCKED = 0.05;

/** What to do next, one line each, most urgent first. */
export function nextSteps(report: RehearsalReport): string[] {
  const { apply, verdict, waits } = report;
  const steps = [
    ...(apply.rejections.length > 0
      ? ['put right what the API server refused; nothing else counts before every object is accepted']
      : []),
    ...(waits.overall.neverStarted > 0
      ? [
          'read what held jobs up; then try more nodes or quota with --what-if PATH=VALUE, such as pools.NAME.nodes.max=32',
        ]
      : []),
    ...idleSteps(report),
    ...fragmentSteps(report),
  ];
  return verdict === 'passed' ? [...steps, 'plinth synth writes the manifests that were rehearsed'] : steps;
}

function idleSteps({ pools }: RehearsalReport): string[] {
  const idle = pools
    .filter(({ useShare }) => useShare !== undefined && 1 - useShare >= MUCH_IDLE)
    .sort((a, b) => (b.usdIdle ?? 0) - (a.usdIdle ?? 0));
  const [first] = idle;
  if (first === undefined) return [];
  const money = first.usdIdle === undefined ? '' : ` (${usdText(first.usdIdle)})`;
  return [
    `${first.pool} idled ${percentText(1 - (first.useShare ?? 0))} of its time${money}; ` +
      `try fewer nodes with --what-if pools.${first.pool}.nodes.max=NODES`,
  ];
}

function fragmentSteps({ pools }: RehearsalReport): string[] {
  return pools
    .filter(({ fragmentation }) => fragmentation.blockedShare >= MUCH_BLOCKED)
    .map(
      ({ fragmentation, pool }) =>
        `free units of ${pool} lay scattered while a job waited for them, ${percentText(fragmentation.blockedShare)} of the time; ` +
        'jobs of whole nodes, or a pool of its own for small ones, would help',
    );
}

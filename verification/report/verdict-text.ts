import type { Action, MetricVerdict, ReleaseVerdict, Verdict } from '../judge/verdict.ts';

/** Colours a text, or leaves it as it is. */
export type Paint = (look: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

/** Signs of verdicts, so that colour is not needed. */
export const SIGNS: Readonly<Record<Verdict, string>> = { pass: '✓', fail: '✕', inconclusive: '?' };

const LOOKS = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const;

/** What to do, as a person says it. */
export const ACTIONS: Readonly<Record<Action, string>> = {
  promote: 'promote it',
  'look again': 'look again later',
  hold: 'hold it for a person',
  'roll back': 'roll it back',
};

/** A verdict for the terminal: what, what to do, why, and how every metric did. */
export function verdictText(found: ReleaseVerdict, paint: Paint): string {
  const { action, look, metrics, ownTimes, reasons, release, verdict } = found;
  const head = `${paint(LOOKS[verdict], `${SIGNS[verdict]} ${verdict}`)}  ${paint('bold', release)}: ${ACTIONS[action]}`;
  const lines = [
    head,
    ...(look.of === 1 ? [] : [paint('dim', `look ${look.number} of ${look.of}`)]),
    '',
    ...reasons.map((reason, at) => (at === 0 ? reason : `  ${reason}`)),
    '',
    ...metrics.map(
      (metric) => `${paint(LOOKS[metric.verdict], SIGNS[metric.verdict])} ${nameOf(metric)}  ${metric.cause}`,
    ),
    ...ownTimes.map(
      (each) => `${paint(LOOKS[each.verdict], SIGNS[each.verdict])} ${each.service}, own time  ${each.reason}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** A metric with its service, and whether it is critical. */
export function nameOf({ metric }: MetricVerdict): string {
  return `${metric.service}/${metric.name}${metric.critical ? '' : ' (not critical)'}`;
}

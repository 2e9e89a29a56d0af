import type { MetricEvidence } from './evidence.ts';
import { changeText, numberText, oddsText, percentChangeText } from './number-text.ts';
import type { Comparison } from './verdict.ts';

/** What one test found, in words and numbers. */
export function comparisonText(metric: MetricEvidence, comparison: Comparison): string {
  const unit = metric.unit === undefined ? '' : ` ${metric.unit}`;
  const odds = oddsText(comparison.raised);
  if (comparison.test === 'tail') {
    const { baselineAbove, candidateAbove, threshold } = comparison.tail;
    return `${candidateAbove} values of the canary beyond ${numberText(threshold)}${unit}, ${baselineAbove} of the baseline; ${odds}`;
  }
  if (comparison.test === 'drift') {
    const { distance, stabilityIndex } = comparison.drift;
    return `stability index ${numberText(stabilityIndex)}, largest distance ${numberText(distance)}; ${odds}`;
  }
  return `${shiftText(comparison, unit)}, ${Math.round(comparison.effect * 100)} % of pairs higher; ${odds}`;
}

/** A shift with its interval, as a share where there is one to take. */
function shiftText({ relative, shift }: Extract<Comparison, { test: 'shift' }>, unit: string): string {
  const { estimate, high, low } = shift;
  const between = `98 % sure of ${changeText(low)} to ${changeText(high)}`;
  const share = relative === undefined ? '' : ` (${percentChangeText(relative.estimate)})`;
  return `${changeText(estimate)}${unit}${share}, ${between}`;
}

/** The harm that the sample is counted for, in words. */
export function harmText(metric: MetricEvidence, comparison: Comparison): string {
  if (comparison.test === 'tail') return `${numberText(metric.tail?.worse ?? 1)} times as many in the tail`;
  if (comparison.test === 'drift') return `a distance of ${numberText(metric.harm.absolute ?? 0.2)}`;
  const { absolute = 0, relative = 0 } = metric.harm;
  const sign = metric.direction === 'lowerIsWorse' ? -1 : 1;
  return [
    ...(relative > 0 ? [percentChangeText(sign * relative)] : []),
    ...(absolute > 0 ? [`${changeText(sign * absolute)}${metric.unit === undefined ? '' : ` ${metric.unit}`}`] : []),
  ].join(' and ');
}

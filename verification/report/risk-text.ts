import type { Rate } from '../risk/rate.ts';
import type { ReleaseRisk } from '../risk/release-risk.ts';

/** What the past says about a release, in a few lines. */
export function riskText({ base, components, reason, releases }: ReleaseRisk): string {
  const of = base === undefined ? [] : [`of ${releases} past releases ${rateText(base)} failed`];
  const each = components.map((rate) => `  ${rate.component}: ${rateText(rate)}, from ${rate.releases} of its own`);
  return [...of, reason, ...each].join('\n');
}

function rateText({ estimate, high, low }: Rate): string {
  const percent = (share: number) => Math.round(share * 100);
  return `${percent(estimate)} % (95 % sure of ${percent(low)} to ${percent(high)} %)`;
}

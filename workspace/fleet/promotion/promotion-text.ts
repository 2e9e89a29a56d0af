import type { VersionChange } from './stage-plan.ts';

/** What each platform takes, a line each: `paris: kueue 0.19.1 → 0.19.2`. */
export function changesText(changes: readonly VersionChange[]): string {
  const byPlatform = Map.groupBy(changes, ({ platform }) => platform);
  return [...byPlatform]
    .map(
      ([platform, all]) =>
        `  ${platform}: ${all.map(({ from, name, version }) => `${name} ${from} → ${version}`).join(', ')}`,
    )
    .join('\n');
}

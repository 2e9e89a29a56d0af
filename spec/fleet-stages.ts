import type { FleetStage } from './fleet.ts';

/** Stages that a stage waits for: those that it names, or the one above it. */
export function stagesBefore(name: string, stages: readonly FleetStage[]): readonly string[] {
  const index = stages.findIndex((each) => each.name === name);
  const above = stages[index - 1];
  return stages[index]?.after ?? (above === undefined ? [] : [above.name]);
}

/** The stages from one back to itself, each before the one that it waits for; nothing where none waits for itself. */
export function circleFrom(start: string, stages: readonly FleetStage[]): string[] | undefined {
  const seen = new Set<string>();
  const next = [[start]];
  // Grows while it is walked: each stage is entered once, however many ways lead there.
  for (const way of next) {
    for (const before of stagesBefore(way.at(-1) ?? start, stages)) {
      if (before === start) return [...way, start];
      if (seen.has(before)) continue;
      seen.add(before);
      next.push([...way, before]);
    }
  }
  return undefined;
}

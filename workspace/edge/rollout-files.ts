import { LABELS } from '../../constructs/core/index.ts';
import { yamlText } from '../../constructs/delivery/index.ts';
import { EDGE_NAMESPACE, HUB } from '../../constructs/edge/index.ts';
import type { EdgeRollout, EdgeRolloutState } from '../../spec/edge-rollout.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { kustomizationText } from '../release/file-text.ts';
import { KUSTOMIZATION_FILE } from '../release/release-paths.ts';
import { edgeError, ROLLOUTS_FILE } from './edge-paths.ts';
import { rolloutRows } from './rollout-rows.ts';
import { readRollouts, type StoredRollouts } from './stored-rollouts.ts';

/** Newest rollouts of a row that the hub is told of: enough to go back nine times. */
const TOLD = 10;
/** Most that a ConfigMap holds, and some room for its frame. Unit: bytes. */
const LARGEST = 1_000_000;
/** File of the hub's configuration that holds rollouts. */
const FILE = 'rollouts.json';

/** A rollout as its file. */
export function rolloutText(rollout: EdgeRollout): string {
  return `# Written once by \`plinth edge rollout\`; state.yaml names it by its digest: a change is found.
${yamlText(rollout)}`;
}

/** What shall become of rollouts, as its file. */
export function stateText(state: EdgeRolloutState): string {
  return `# Written by \`plinth edge\`; reverting its commit takes the change back.
${yamlText(state)}`;
}

/**
 * What the hub is told of all rollouts: each model once, and per workload what shall become of it.
 *
 * @throws {PlatformError} `EDGE_ROLLOUTS_LARGE` if it is more than a ConfigMap holds.
 */
function hubRollouts(all: readonly StoredRollouts[], platform: string): string {
  const told = all.flatMap(({ rollouts, row, state }) =>
    state.rollouts.slice(-TOLD).map((entry) => ({ row, entry, model: rollouts[entry.number - 1]?.model })),
  );
  const models = new Map(told.flatMap(({ model }) => (model === undefined ? [] : [[model.digest, model] as const])));
  const text = JSON.stringify({
    models: [...models.values()].map(({ bytes: _, ...model }) => model),
    rollouts: told.map(({ entry: { digest: _, ...entry }, model, row }) => ({
      workload: row,
      ...entry,
      model: model?.digest,
    })),
  });
  if (text.length > LARGEST)
    throw edgeError('EDGE_ROLLOUTS_LARGE', '(rollouts)', {
      problem: `the hub would be told ${text.length} bytes, and a ConfigMap holds ${LARGEST}`,
      fix: 'give models fewer and larger files: each file stands in the manifest',
    });
  return `# Written by \`plinth edge\` from the rollouts beside it; edits here are lost.
${yamlText({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: HUB.rollouts,
    namespace: EDGE_NAMESPACE,
    labels: {
      [LABELS.partOf]: platform,
      [LABELS.managedBy]: 'plinth',
      [LABELS.room]: 'edge',
    },
  },
  data: { [FILE]: `${text}\n` },
})}`;
}

/** Files below the folder of rollouts that depend on all of them. */
export function commonFiles(all: readonly StoredRollouts[], platform: string): ReadonlyMap<string, string> {
  return new Map([
    [KUSTOMIZATION_FILE, kustomizationText([ROLLOUTS_FILE])],
    [ROLLOUTS_FILE, hubRollouts(all, platform)],
  ]);
}

/** The rollouts of every row of the spec, in its order. */
export async function allRollouts(folder: string, spec: PlatformSpec): Promise<readonly StoredRollouts[]> {
  const all: StoredRollouts[] = [];
  for (const row of rolloutRows(spec)) all.push(await readRollouts(folder, row));
  return all;
}

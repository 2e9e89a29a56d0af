import type { GitFolder } from '../../constructs/delivery/index.ts';
import { serversIn } from '../../spec/edge-placement.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import { EDGE_TEAM } from '../edge/edge-paths.ts';
import { commonFiles } from '../edge/rollout-files.ts';
import { kustomizationText, teamFiles } from './file-text.ts';
import { KUSTOMIZATION_FILE } from './release-paths.ts';

/** What `synth` writes below `releases/`: which folders are applied. Nothing where no endpoint and no site is in the spec. */
export function releaseFiles(spec: PlatformSpec): GitFolder {
  const teams = [...servingTeams(spec), ...(sendsModels(spec) ? [EDGE_TEAM] : [])];
  if (teams.length === 0) return new Map();
  return new Map([[`${RELEASES_FOLDER}/${KUSTOMIZATION_FILE}`, kustomizationText(teams.map((team) => `./${team}`))]]);
}

/** First files of each folder, before anything is released: a kustomization needs what it names. */
export function releaseSeeds(spec: PlatformSpec): GitFolder {
  const folders = servingTeams(spec).map((team) => [team, teamFiles(spec, team, [], [])] as const);
  const edge = sendsModels(spec) ? [[EDGE_TEAM, commonFiles([], spec.metadata.name)] as const] : [];
  return new Map(
    [...folders, ...edge].flatMap(([folder, files]) =>
      [...files].map(([path, text]) => [`${RELEASES_FOLDER}/${folder}/${path}`, text] as const),
    ),
  );
}

/** Whether there are sites with models of their own. */
function sendsModels({ edge }: PlatformSpec): boolean {
  return serversIn(edge?.workloads ?? []).length > 0;
}

function servingTeams({ serving }: PlatformSpec): string[] {
  return [...new Set((serving?.endpoints ?? []).map(({ team }) => team))].sort();
}

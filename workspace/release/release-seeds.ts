import type { GitFolder } from '../../constructs/delivery/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import { kustomizationText, teamFiles } from './file-text.ts';
import { KUSTOMIZATION_FILE } from './release-paths.ts';

/** What `synth` writes below `releases/`: which teams' folders are applied. Nothing where no endpoint is in the spec. */
export function releaseFiles(spec: PlatformSpec): GitFolder {
  const teams = servingTeams(spec);
  if (teams.length === 0) return new Map();
  return new Map([[`${RELEASES_FOLDER}/${KUSTOMIZATION_FILE}`, kustomizationText(teams.map((team) => `./${team}`))]]);
}

/** First files of each team's folder, before anything is released: a kustomization needs what it names. */
export function releaseSeeds(spec: PlatformSpec): GitFolder {
  return new Map(
    servingTeams(spec).flatMap((team) =>
      [...teamFiles(spec, team, [], [])].map(([path, text]) => [`${RELEASES_FOLDER}/${team}/${path}`, text] as const),
    ),
  );
}

function servingTeams({ serving }: PlatformSpec): string[] {
  return [...new Set((serving?.endpoints ?? []).map(({ team }) => team))].sort();
}

import { type Finding, PlatformError } from '../../spec/finding.ts';
import { folderFinding } from './release-finding.ts';
import { historyFindings, readHistory } from './release-history.ts';
import { type RenderingDesk, staleFiles } from './render-endpoints.ts';
import { allEndpoints } from './team-endpoints.ts';

/**
 * Whether `releases/` is what it should be: nothing of the past was changed (no signature is looked at), and what is applied
 * is what the traffic and the platform render to.
 */
export async function changedReleases(desk: RenderingDesk): Promise<readonly Finding[]> {
  const { folder } = desk;
  const findings: Finding[] = [];
  for (const key of await allEndpoints(folder))
    findings.push(...(await found(async () => historyFindings(folder, await readHistory(folder, key)))));
  // What is rendered stands on releases that are as they were.
  return findings.length > 0 ? findings : renderedFindings(desk);
}

/** What is applied, and is not what the traffic and the platform render to. */
export function renderedFindings(desk: RenderingDesk): Promise<readonly Finding[]> {
  return found(async () =>
    (await staleFiles(desk)).map((path) =>
      folderFinding('RELEASE_RENDERED_OLD', `${desk.folder}/${path}`, {
        problem: 'it is not what the traffic and the platform render to: one of them changed, or somebody edited it',
        fix: 'plinth release render FILE',
      }),
    ),
  );
}

async function found(work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

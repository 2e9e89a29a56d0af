import { type GitFolder, yamlText } from '../../constructs/delivery/index.ts';
import type { Edge } from '../../constructs/edge/index.ts';
import { kustomizationText } from '../release/file-text.ts';
import { KUSTOMIZATION_FILE } from '../release/release-paths.ts';
import { SITES_FOLDER } from './edge-paths.ts';

const MARK =
  '# Rendered by Plinth for the site’s own cluster. Change the spec and render again; edits here are lost.\n';

/** What runs at the sites, one folder for each. Nothing where there is no edge. */
export function siteFiles(edge: Pick<Edge, 'sites'> | undefined): GitFolder {
  const files = new Map<string, string>();
  for (const [site, objects] of edge?.sites ?? []) {
    files.set(`${SITES_FOLDER}/${site}/${KUSTOMIZATION_FILE}`, kustomizationText(['site.yaml']));
    files.set(`${SITES_FOLDER}/${site}/site.yaml`, MARK + objects.map(yamlText).join('---\n'));
  }
  return files;
}

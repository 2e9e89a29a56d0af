import { type GitFolder, yamlText } from '../../constructs/delivery/index.ts';
import type { Edge } from '../../constructs/edge/index.ts';
import { kustomizationText } from '../release/file-text.ts';
import { KUSTOMIZATION_FILE } from '../release/release-paths.ts';
import { MIRRORS_FILE, SITES_FOLDER } from './edge-paths.ts';

const MARK =
  '# Rendered by Plinth for the site’s own cluster. Change the spec and render again; edits here are lost.\n';

/** How the machine learns of its mirrors. */
const MIRRORS = {
  k3s: `# Images that come in pieces lie on the machine itself. Copy this to /etc/rancher/k3s/registries.yaml of the first machine, or
# join it with what stands there, and start k3s again. What is not there is pulled from the registry as before.
`,
  talos: `# Images that come in pieces lie on the machine itself. talosctl patch machineconfig --patch @talos-registries.yaml, at the first
# machine. What is not there is pulled from the registry as before.
`,
} as const;

/** What runs at the sites, one folder for each, and settings of their machines. Nothing where there is no edge. */
export function siteFiles(edge: Pick<Edge, 'sites' | 'mirrors'> | undefined): GitFolder {
  const files = new Map<string, string>();
  for (const [site, objects] of edge?.sites ?? []) {
    files.set(`${SITES_FOLDER}/${site}/${KUSTOMIZATION_FILE}`, kustomizationText(['site.yaml']));
    files.set(`${SITES_FOLDER}/${site}/site.yaml`, MARK + objects.map(yamlText).join('---\n'));
  }
  for (const { content, site } of edge?.mirrors ?? []) {
    const kind = site.kind === 'talos' ? 'talos' : 'k3s';
    files.set(`${SITES_FOLDER}/${site.name}/${MIRRORS_FILE[kind]}`, MARK + MIRRORS[kind] + yamlText(content));
  }
  return files;
}

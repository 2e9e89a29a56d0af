import type { IConstruct } from 'constructs';
import { type KubernetesObject, type Manifest, WAVES, waveFolder } from '../core/index.ts';
import { deliveryFiles } from './delivery-chart.ts';
import { yamlText } from './yaml-text.ts';

/** Files of a rendered platform: path below the folder to text, sorted by path. */
export type GitFolder = ReadonlyMap<string, string>;

/** First line of every file, so that nobody edits it by hand. */
const MARK = '# Rendered by Plinth. Change the spec and render again; edits here are lost.\n';
const KUSTOMIZATION = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

/**
 * Lays a platform out as the folder that GitOps reads: one folder per wave, in it one file per room, and in the last
 * wave one file per team; each folder a kustomization. Same input, same bytes.
 */
export function gitFolder(platform: IConstruct, manifests: readonly Manifest[]): GitFolder {
  const files = new Map<string, string>();
  for (const [path, objects] of byFile(manifests)) files.set(path, documents(objects));
  for (const [path, objects] of deliveryFiles(platform)) files.set(path, documents(objects));
  for (const folder of new Set([...files.keys()].map(folderOf))) {
    const resources = [...files.keys()]
      .filter((path) => folderOf(path) === folder)
      .map((path) => path.slice(folder.length + 1));
    files.set(`${folder}/kustomization.yaml`, documents([{ ...KUSTOMIZATION, resources: resources.sort() }]));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** File that a manifest stands in: the room's, or the team's in the last wave. */
export function fileOf({ room, team, wave }: Manifest): string {
  return `${waveFolder(wave)}/${team ?? room}.yaml`;
}

function byFile(manifests: readonly Manifest[]): Map<string, KubernetesObject[]> {
  const files = new Map<string, KubernetesObject[]>();
  for (const wave of WAVES) {
    for (const manifest of manifests.filter((each) => each.wave === wave)) {
      const path = fileOf(manifest);
      const objects = files.get(path);
      if (objects === undefined) files.set(path, [manifest.object]);
      else objects.push(manifest.object);
    }
  }
  return files;
}

function documents(objects: readonly object[]): string {
  return MARK + objects.map(yamlText).join('---\n');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

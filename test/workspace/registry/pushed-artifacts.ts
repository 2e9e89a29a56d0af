import { createHash } from 'node:crypto';
import type { PushedArtifact } from './fake-artifacts.ts';

/** Digest of what is called so. */
export function digestOf(name: string): string {
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

/** An image of the team vision. */
export function image(repository: string, ...tags: readonly string[]): PushedArtifact {
  return { project: 'vision', repository, digest: digestOf(repository), tags: [...tags] };
}

/** The name of such an image, by digest. */
export function named(repository: string, host = 'registry.example.org', project = 'vision'): string {
  return `${host}/${project}/${repository}@${digestOf(repository)}`;
}

/** A chart of the team that names images. */
export function chart(repository: string, images: readonly string[]): PushedArtifact {
  const list = images.map((text, index) => `- name: part-${index}\n  image: ${text}\n`).join('');
  return { ...image(repository, '1.0.0'), type: 'CHART', annotations: { 'artifacthub.io/images': list } };
}

import { stringify } from 'yaml';
import type { Lock } from '../constructs/core/index.ts';
import { WAVES } from '../constructs/core/index.ts';
import { fileOf, type GitFolder, gitFolder } from '../constructs/delivery/index.ts';
import type { PlatformExtension } from '../constructs/platform.ts';
import { type RenderedPlatform, renderPlatform } from '../constructs/render.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { targetFacts } from '../stacks/facts.ts';
import { digestOfValue } from './digest.ts';
import { imageList } from './image-list.ts';
import { plinthVersion } from './plinth-version.ts';

/** File that describes a rendered folder; also the mark by which Plinth knows a folder as its own. */
export const MANIFEST_FILE = 'plinth.manifest.json';
/** File that lists the objects which the stack, not the folder, brings. */
export const EXTERNAL_FILE = 'external.json';

/** A platform as files. */
export interface RenderedFolder extends RenderedPlatform {
  /** Path below the folder to text. */
  readonly files: GitFolder;
}

/** Renders a platform as the folder that is committed, with what a team puts into it. Pure. */
export function renderFolder(spec: PlatformSpec, lock?: Lock, extension?: PlatformExtension): RenderedFolder {
  const facts = targetFacts(spec);
  const rendered = renderPlatform({ ...extension, spec, facts, lock });
  const files = new Map(gitFolder(rendered.platform, rendered.manifests));
  for (const [path, content] of rendered.platform.delivery.files) files.set(path, stringify(content));
  files.set(
    EXTERNAL_FILE,
    json({ objects: [...facts.external, ...rendered.platform.rooms.flatMap(({ external }) => external)] }),
  );
  files.set(MANIFEST_FILE, json({ ...description(spec, rendered, lock), files: [...files.keys()].sort() }));
  return { ...rendered, files };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function description(spec: PlatformSpec, { manifests, platform }: RenderedPlatform, lock: Lock | undefined) {
  return {
    plinth: plinthVersion(),
    platform: spec.metadata.name,
    environment: spec.metadata.environment,
    target: spec.target.kind,
    kubernetes: spec.target.kubernetes,
    delivery: spec.delivery.kind,
    spec: digestOfValue(spec),
    lock: lock === undefined ? null : digestOfValue(lock),
    components: Object.fromEntries(
      platform.addOns.map(({ component, version }) => [component.name, { version, tested: component.tested ?? null }]),
    ),
    waves: Object.fromEntries(
      WAVES.map((wave) => [wave, manifests.filter((manifest) => manifest.wave === wave).length]),
    ),
    images: imageList(platform, manifests, lock).map(({ digest, image, known }) => ({
      image,
      digest: digest ?? null,
      known,
    })),
    objects: manifests.map((manifest) => ({
      wave: manifest.wave,
      room: manifest.room,
      ...(manifest.team === undefined ? {} : { team: manifest.team }),
      apiVersion: manifest.object.apiVersion,
      kind: manifest.object.kind,
      ...(manifest.object.metadata.namespace === undefined ? {} : { namespace: manifest.object.metadata.namespace }),
      name: manifest.object.metadata.name,
      file: fileOf(manifest),
    })),
  };
}

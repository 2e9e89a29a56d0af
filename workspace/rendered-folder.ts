import { type Lock, manifestsOf, type RoomProps, WAVES } from '../constructs/core/index.ts';
import { fileOf, type GitFolder, gitFolder, yamlText } from '../constructs/delivery/index.ts';
import type { Platform, PlatformExtension } from '../constructs/platform.ts';
import { buildPlatform, type RenderedPlatform } from '../constructs/render.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { targetFacts } from '../stacks/facts.ts';
import { digestOfValue } from './digest.ts';
import { siteFiles } from './edge/site-files.ts';
import { imageList, listedBy } from './image-list.ts';
import { MANIFEST_FILE } from './manifest-file.ts';
import { plinthVersion } from './plinth-version.ts';
import { releaseFiles, releaseSeeds } from './release/release-seeds.ts';

/** File that lists the objects which the stack, not the folder, brings. */
export const EXTERNAL_FILE = 'external.json';

/** A platform as files. */
export interface RenderedFolder extends RenderedPlatform {
  /** Path below the folder to text. */
  readonly files: GitFolder;
  /** Files below `releases/` that are written where there is none yet; from then on they are the release verbs'. */
  readonly seeds: GitFolder;
}

/** Renders a platform as the folder that is committed, with what a team puts into it. Pure. */
export function renderFolder(spec: PlatformSpec, lock?: Lock, extension?: PlatformExtension): RenderedFolder {
  const props = { ...extension, spec, facts: targetFacts(spec), lock };
  return folderOf(buildPlatform(props), props);
}

/** Renders a platform that is built. Pure. @param props - what it was built from */
export function folderOf(platform: Platform, { facts, lock, spec }: RoomProps): RenderedFolder {
  const rendered = { platform, manifests: manifestsOf(platform) };
  const files = new Map(gitFolder(platform, rendered.manifests));
  for (const [path, content] of platform.delivery.files) files.set(path, yamlText(content));
  for (const [path, text] of [...releaseFiles(spec), ...siteFiles(platform.edge)]) files.set(path, text);
  const external = [...facts.external, ...platform.rooms.flatMap((room) => room.external)];
  files.set(EXTERNAL_FILE, json({ objects: external }));
  files.set(MANIFEST_FILE, json({ ...description(spec, rendered, lock), files: [...files.keys()].sort() }));
  return { ...rendered, files, seeds: releaseSeeds(spec) };
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
    images: imageList(platform, manifests, lock, listedBy(spec)).map(({ digest, image, known, mirror }) => ({
      image,
      ...(mirror === undefined ? {} : { mirror }),
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

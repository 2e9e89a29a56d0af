import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LINUX_ARCHITECTURES, type LinuxArchitecture } from '../../rehearsal/engines.ts';
import { errorAt, type Finding, PlatformError } from '../../spec/finding.ts';
import { imageName, REGISTRY_HOST, REPOSITORY_PATH } from '../../spec/image-name.ts';
import type { RegistryAccess } from '../bundle/registry-client.ts';
import { RegistryClients } from '../bundle/registry-clients.ts';
import { buildImage } from './build-image.ts';
import { edgeImage } from './edge-image.ts';
import type { ImageRecipe, OwnImageKind } from './image-recipe.ts';
import { judgeImage } from './judge-image.ts';
import { pushImage } from './push-image.ts';

/** A name under which an image can be put. */
const TAGGED = new RegExp(`^${REGISTRY_HOST}${REPOSITORY_PATH}+:\\w[\\w.-]{0,127}$`);

/** What to do with an image of Plinth's own. */
export interface OwnImageOptions {
  /** Name with a tag that it is put under. @default - put nowhere */
  readonly to?: string;
  /** Folder for its OCI layout. @default - none is kept */
  readonly out?: string;
  /** Image with Node that the judge stands on. @default docker.io/library/node:24-slim */
  readonly base?: string;
  readonly architectures: readonly LinuxArchitecture[];
  readonly access: RegistryAccess;
  /** Told what is done. @default - silent */
  readonly onStep?: (step: string) => void;
}

/** An image that was built. */
export interface OwnImage {
  /** Its name with its digest; the digest alone where it was put nowhere. */
  readonly name: string;
  /** Digest of the list of its processors. */
  readonly digest: string;
  /** Field of the spec that is to name it. */
  readonly field: string;
}

/**
 * Builds an image of Plinth's own, and puts it into a registry.
 *
 * @throws {PlatformError} `IMAGE_PLACE_MISSING`, `IMAGE_NAME_INVALID`, `IMAGE_ARCHITECTURE_UNKNOWN`, or what a registry or a compiler says.
 */
export async function ownImage(kind: OwnImageKind, options: OwnImageOptions): Promise<OwnImage> {
  const { access, architectures, onStep, out, to } = options;
  const findings = [...placeFindings(options), ...architectureFindings(architectures)];
  if (findings.length > 0) throw new PlatformError(findings);
  const registries = new RegistryClients(access);
  const recipe = recipeOf(kind, options);
  const work = out ?? (await mkdtemp(join(tmpdir(), 'plinth-image-')));
  try {
    const built = await buildImage(recipe, { out: work, architectures, registries, onStep });
    if (to !== undefined) {
      onStep?.(`pushing ${to}`);
      await pushImage(work, built, to, registries);
    }
    const { digest } = built.index;
    return { name: to === undefined ? digest : namedBy(to, digest), digest, field: recipe.field };
  } finally {
    if (out === undefined) await rm(work, { recursive: true });
  }
}

function recipeOf(kind: OwnImageKind, { base, onStep }: OwnImageOptions): ImageRecipe {
  if (kind === 'judge') return judgeImage(base);
  return edgeImage({
    onProgress: ({ elapsedSeconds, engine, state, version }) => {
      if (state !== 'cached') onStep?.(`${engine} ${version}: ${state}, ${elapsedSeconds} s`);
    },
  });
}

/** The name by which it stays the same. */
function namedBy(to: string, digest: string): string {
  const { host, repository } = imageName(to);
  return `${host}/${repository}@${digest}`;
}

function* placeFindings({ out, to }: OwnImageOptions): Iterable<Finding> {
  if (to === undefined && out === undefined)
    yield errorAt('IMAGE_PLACE_MISSING', '(image)', {
      problem: 'nothing says where the image is to go',
      fix: 'add --to registry.example.org/platform/NAME:TAG, or --out DIR for a folder',
    });
  if (to !== undefined && !TAGGED.test(to))
    yield errorAt('IMAGE_NAME_INVALID', to, {
      problem: 'it is not a registry, a path and a tag; a digest comes of building',
      fix: 'write it as registry.example.org/platform/plinth-edge:v1, in small letters',
    });
}

function* architectureFindings(asked: readonly string[]): Iterable<Finding> {
  const known: readonly string[] = LINUX_ARCHITECTURES;
  for (const each of asked)
    if (!known.includes(each))
      yield errorAt('IMAGE_ARCHITECTURE_UNKNOWN', each === '' ? '(architecture)' : each, {
        problem: 'images are not built for it',
        fix: `write ${known.join(' or ')}, or both`,
      });
}

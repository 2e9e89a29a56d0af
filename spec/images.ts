import { z } from 'zod';
import { field } from './field.ts';
import { REGISTRY_HOST, REPOSITORY_PATH, TAG_OR_DIGEST } from './image-name.ts';
import { imagePeers } from './image-peers.ts';

/** The source that stands for every registry. */
export const EVERY_SOURCE = '*';

const place = (pattern: string, expected: string) => z.string().max(255).regex(new RegExp(pattern), expected);

const mirror = z
  .strictObject({
    source: field(
      place(
        `^(?:\\*|${REGISTRY_HOST}${REPOSITORY_PATH}*)$`,
        'expected a registry such as docker.io, a folder in it such as docker.io/kserve, or "*", in small letters; no tag, no https://',
      ),
      'Registry, or folder in it, whose images lie elsewhere. `*`: every registry; its host becomes the first folder of the mirror (`host_5000` where it has a port). Of two that fit, the longer counts.',
      'docker.io',
    ),
    mirror: field(
      place(
        `^${REGISTRY_HOST}${REPOSITORY_PATH}*$`,
        'expected a registry (a host with a dot or a port), or a folder in it, such as registry.example.org/docker.io, in small letters; no tag, no https://',
      ),
      'Registry, or folder in it, that holds them. What follows the source in an image’s name follows it here.',
      'registry.internal.example.org/docker.io',
    ),
  })
  .readonly();

/** Where images are pulled from. */
export const images = z
  .strictObject({
    mirrors: field(
      z.array(mirror).max(100).readonly().default([]),
      'One map for a closed network: `synth` writes the mirror’s names into every object, `images` prints them, `bundle` carries what they stand for. Needs a lock: what charts render is not known without one.',
      [{ source: 'docker.io', mirror: 'registry.internal.example.org/docker.io' }],
    ),
    also: field(
      z
        .array(
          z
            .string()
            .max(400)
            .regex(
              new RegExp(`^${REGISTRY_HOST}${REPOSITORY_PATH}+${TAG_OR_DIGEST}$`),
              'expected an image with registry and tag or digest, such as docker.io/library/busybox:1.36',
            ),
        )
        .max(1_000)
        .readonly()
        .default([]),
      'Images that the platform’s objects do not name and a closed network needs all the same: drivers for the system of your nodes, images that teams build on.',
      ['nvcr.io/nvidia/driver:595.91.07-ubuntu24.04'],
    ),
    peers: field(
      imagePeers.optional(),
      'Whether nodes hand images to one another, for large pools that grow and for thin links. Without it each node pulls from the registry.',
      { kind: 'spegel', registries: ['ghcr.io'] },
    ),
  })
  .readonly();

/** One rule of the map. */
export type ImageMirror = z.output<typeof mirror>;

/** Rules by which images are named in a closed network; none where the platform pulls from where images come from. */
export function mirrorsOf({ images: found }: { readonly images?: z.output<typeof images> }): readonly ImageMirror[] {
  return found?.mirrors ?? [];
}

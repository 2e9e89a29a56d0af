import { z } from 'zod';
import { field } from './field.ts';

/** A host of images without a port: containerd notes where content came from without one, so Spegel would share nothing of another. */
export const PEER_REGISTRY = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Where containerd keeps its files on a machine, by what made the machine. */
export const CONTAINERD_LAYOUTS = ['containerd', 'k0s', 'talos'] as const;

/** How nodes hand images to one another. */
export const imagePeers = z
  .strictObject({
    kind: field(
      z.enum(['spegel']),
      'What does it: Spegel, an agent on each node that keeps no state of its own. `docs/adr/0019-*.md` says what it is good for and why not Dragonfly.',
      'spegel',
    ),
    registries: field(
      z
        .array(
          z
            .string()
            .max(253)
            .regex(PEER_REGISTRY, 'expected a host such as ghcr.io, without a scheme, a port or a folder'),
        )
        .min(1)
        .max(50)
        .readonly(),
      'Registries whose images nodes hand to one another, by host; they are asked by HTTPS. All others are left as if there were no peers.',
      ['ghcr.io', 'registry.example.org'],
    ),
    trust: field(
      z.enum(['single', 'shared']).default('single'),
      'Who uses the cluster: a `single` team, or several (`shared`) that may read one another’s images of these registries. A peer asks for no credentials: whoever knows an image’s digest gets it.',
      'shared',
    ),
    prepared: field(
      z.boolean().default(false),
      'Whether you saw to it that containerd on the nodes keeps the layers of images and reads its folder of registries. Only asked where Plinth does not make the nodes.',
      true,
    ),
    layout: field(
      z.enum(CONTAINERD_LAYOUTS).default('containerd'),
      'Where the nodes of an existing cluster keep containerd’s files: where `containerd` itself does, or where `k0s` or `talos` does. k3s and RKE2 have Spegel built in: switch it on there.',
      'k0s',
    ),
    leaving: field(
      z.boolean().default(false),
      'Whether it is being taken away: agents only put back what stood in containerd’s folder. When all are ready, remove the section.',
      true,
    ),
  })
  .readonly();

/** How nodes hand images to one another. */
export type ImagePeersSpec = z.output<typeof imagePeers>;

/** Where containerd keeps its files on a machine. */
export type ContainerdLayout = (typeof CONTAINERD_LAYOUTS)[number];

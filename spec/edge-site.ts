import { z } from 'zod';
import { edgeLink } from './edge-link.ts';
import { dnsLabel, field } from './field.ts';
import { size } from './units.ts';

/** Architectures that site machines and images have. */
export const ARCHITECTURES = ['amd64', 'arm64'] as const;

const node = z
  .strictObject({
    name: field(dnsLabel(63), 'Name of the node in the site’s cluster.', 'box-1'),
    architecture: field(z.enum(ARCHITECTURES), 'Architecture of its processor.', 'arm64'),
    accelerator: field(
      z.string().max(60).optional(),
      'Accelerator, by its name in the catalogue. Without it: processor only.',
      'nvidia-jetson-orin-nano-8gb',
    ),
    count: field(z.int().min(1).max(16).default(1), 'Accelerators that it has. Range 1–16.', 1),
  })
  .readonly();

/** A place with machines of its own, far from the platform. */
export const edgeSite = z
  .strictObject({
    name: field(
      dnsLabel(40),
      'Name of the site, and of its identity: the certificate that it shows has it as its common name.',
      'plant-7',
    ),
    ring: field(dnsLabel(30), 'Ring that it belongs to.', 'canary'),
    kind: field(
      z.enum(['k3s', 'talos', 'kubeedge']).default('k3s'),
      'What runs its machines: a small cluster of its own, or KubeEdge for nodes that cannot hold one, whose Kubernetes is out of support.',
      'k3s',
    ),
    link: field(edgeLink, 'Its way to the platform.', { bandwidth: '2Mbit' }),
    nodes: field(z.array(node).min(1).max(50).readonly(), 'Its machines. Models lie on the first.', [
      { name: 'box-1', architecture: 'arm64', accelerator: 'nvidia-jetson-orin-nano-8gb' },
    ]),
    disk: field(
      size,
      'Room for models on its first machine: the active one of each workload, the one before, and the one that comes.',
      '20Gi',
    ),
    revoked: field(
      z.boolean().default(false),
      'Whether its identity is taken away: the hub refuses it at once, and gives it nothing any more.',
      true,
    ),
  })
  .readonly();

/** A place with machines of its own. */
export type EdgeSite = z.output<typeof edgeSite>;

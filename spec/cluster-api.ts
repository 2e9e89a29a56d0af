import { z } from 'zod';
import { field, text } from './field.ts';

/** Image of the operating system that Metal3 writes to machines. */
export const osImage = field(
  z
    .strictObject({
      url: field(
        z.url({ protocol: /^https?$/ }).max(1_000),
        'Address of the image. It holds containerd, kubeadm and kubelet of `target.kubernetes`, the drivers of accelerators unless a pool’s `driver` is `operator`, and reads mirrors from `/etc/containerd/certs.d`.',
        'https://images.example.org/node-v1.36.3.qcow2',
      ),
      checksum: field(
        z
          .string()
          .regex(
            /^([0-9a-f]{64}|[0-9a-f]{128})$/,
            'expected a SHA-256 (64) or SHA-512 checksum (128 digits 0-9 and a-f)',
          ),
        'SHA-256 or SHA-512 checksum of the image. Another one makes all machines anew, one after another.',
        '4f2d6c6f0c9b1f8d6a1b7e2c3d4e5f60718293a4b5c6d7e8f9012345678901ab',
      ),
      format: field(z.enum(['qcow2', 'raw']).default('qcow2'), 'Form of the image.', 'qcow2'),
    })
    .readonly()
    .optional(),
  'Image of the operating system, with distribution `clusterApi`. Without it: the platform is rendered, and `pulumi up` refuses it.',
  {
    url: 'https://images.example.org/node-v1.36.3.qcow2',
    checksum: '4f2d6c6f0c9b1f8d6a1b7e2c3d4e5f60718293a4b5c6d7e8f9012345678901ab',
  },
);

/** Cluster in which Cluster API runs. */
export const management = field(
  z
    .strictObject({
      context: field(
        text(253).optional(),
        'Context of the kubeconfig by which `pulumi up` reaches it. Without it: `plinth:managementContext`.',
        'management',
      ),
      server: field(
        z
          .url({ protocol: /^https$/ })
          .max(300)
          .optional(),
        'Address of its API as the machines of this cluster reach it, with a certificate of its own authority. The cluster autoscaler asks there for machines. Without it: pools have to keep their size.',
        'https://management.example.org:6443',
      ),
    })
    .readonly()
    .optional(),
  'Cluster in which Cluster API, Metal3 and the kubeadm providers run, with distribution `clusterApi`. Without it: the configuration of the stack names it.',
  { context: 'management' },
);

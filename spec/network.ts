import { z } from 'zod';
import { cidr, field } from './field.ts';

/** Address ranges of a cluster that Plinth builds; none may overlap another. */
export const network = z
  .strictObject({
    nodes: field(cidr.default('10.0.0.0/16'), 'Addresses of the nodes (the VPC or its counterpart).', '10.40.0.0/16'),
    pods: field(
      cidr.default('10.128.0.0/12'),
      'Addresses of the pods, where the target gives pods their own range.',
      '10.128.0.0/12',
    ),
    services: field(cidr.default('172.20.0.0/16'), 'Addresses of the Kubernetes Services.', '172.20.0.0/16'),
    peers: field(
      z.array(cidr).max(64).readonly().default([]),
      'Networks reached by peering or VPN; checked for overlap only.',
      ['192.168.0.0/16'],
    ),
  })
  .readonly();

import { z } from 'zod';
import { cidr, field } from './field.ts';

/** Addresses of the machines of a new network; where one is there already, it has its own. */
export const NEW_NODES = '10.0.0.0/16';
/** Addresses of the pods, unless the spec or an existing network says otherwise. */
export const NEW_PODS = '10.128.0.0/12';
/** Addresses of the Services, unless the spec or an existing network says otherwise. */
export const NEW_SERVICES = '172.20.0.0/16';

/** Address ranges of a cluster that Plinth builds; none may overlap another. */
export const ranges = {
  nodes: field(cidr.default(NEW_NODES), 'Addresses of the nodes (the VPC or its counterpart).', '10.40.0.0/16'),
  pods: field(
    cidr.default(NEW_PODS),
    'Addresses of the pods, where the target gives pods their own range.',
    '10.128.0.0/12',
  ),
  services: field(cidr.default(NEW_SERVICES), 'Addresses of the Kubernetes Services.', '172.20.0.0/16'),
  peers: field(
    z.array(cidr).max(64).readonly().default([]),
    'Networks reached by peering or VPN; checked for overlap only.',
    ['192.168.0.0/16'],
  ),
};

/** Network that Plinth builds, or that is there with the machines. */
export const network = z.strictObject(ranges).readonly();

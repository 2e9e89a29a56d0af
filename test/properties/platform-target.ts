import type { GeneratorValue } from 'fast-check';
import type { PlatformInput } from '../../spec/platform.ts';
import type { TargetKind } from '../../spec/target.ts';
import { chance, oneOf } from './draw.ts';

/** A target as users write it. */
export type TargetInput = PlatformInput['target'];

/** A target of a kind, with every field of it sometimes written. */
export function randomTarget(draw: GeneratorValue, kind: TargetKind): TargetInput {
  const shared = {
    kubernetes: chance(draw, 0.3) ? '1.36' : undefined,
    network: chance(draw, 0.3) ? { nodes: '10.40.0.0/16', peers: ['192.168.0.0/16'] } : undefined,
  };
  switch (kind) {
    case 'aws':
      return {
        kind,
        account: '111122223333',
        region: 'eu-west-1',
        zones: chance(draw, 0.3) ? ['eu-west-1a', 'eu-west-1b'] : undefined,
        autoscaler: oneOf(draw, [undefined, 'karpenter', 'none']),
        ...shared,
      };
    case 'gcp':
      return {
        kind,
        project: 'atlas-prod',
        region: 'europe-west4',
        autoscaler: oneOf(draw, [undefined, 'computeClass', 'nodePool', 'none']),
        ...shared,
      };
    case 'azure':
      return {
        kind,
        subscription: '00000000-0000-4000-8000-000000000001',
        region: 'westeurope',
        zones: chance(draw, 0.3) ? ['1', '2'] : undefined,
        autoscaler: oneOf(draw, [undefined, 'karpenter', 'nodePool', 'none']),
        ...shared,
      };
    case 'digitalocean':
      return {
        kind,
        team: 'atlas',
        region: 'ams3',
        autoscaler: oneOf(draw, [undefined, 'nodePool', 'none']),
        ...shared,
      };
    case 'baremetal':
      return {
        kind,
        site: 'fra1',
        distribution: oneOf(draw, [undefined, 'talos', 'clusterApi']),
        loadBalancers: chance(draw, 0.3) ? '192.0.2.0/24' : undefined,
        ...shared,
      };
    case 'existing':
      return {
        kind,
        cluster: 'lab',
        networkPolicy: oneOf(draw, ['cilium', 'calico']),
        kubernetes: shared.kubernetes,
        storage: chance(draw) ? { block: 'fast-ssd', objects: 'https://s3.lab.example.org' } : undefined,
        apiServer: chance(draw, 0.3) ? ['10.0.0.10/32'] : undefined,
      };
  }
}

import type { TargetInput } from './target-sample.ts';

type Network<K extends 'aws' | 'azure' | 'digitalocean' | 'gcp'> = NonNullable<TargetInput<K>['network']>;

const SUBNETS =
  '/subscriptions/00000000-0000-4000-8000-000000000009/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/shared/subnets';

/** Networks that are there already, one of each cloud. */
export const EXISTING_NETWORKS = {
  aws: {
    peers: ['10.40.0.0/16'],
    existing: {
      vpc: 'vpc-0a1b2c3d',
      zones: {
        'eu-west-1b': { nodes: 'subnet-0000000b' },
        'eu-west-1a': { nodes: 'subnet-0000000a', controlPlane: 'subnet-000000ca' },
      },
      addresses: ['10.40.0.0/18', '10.40.64.0/18'],
      apiServer: ['10.40.64.0/18', '10.40.255.0/27'],
    },
  },
  gcp: {
    existing: {
      network: 'shared-network',
      subnetwork: 'machines',
      controlPlane: 'control-planes',
      pods: { name: 'the-pods', addresses: '10.160.0.0/12' },
      services: { name: 'the-services', addresses: '172.30.0.0/20' },
      addresses: ['10.40.0.0/18'],
      apiServer: ['10.40.255.240/28'],
    },
  },
  azure: {
    existing: {
      nodes: `${SUBNETS}/machines`,
      controlPlane: `${SUBNETS}/control-plane`,
      wayOut: 'routeTable',
      addresses: ['10.40.0.0/18'],
      apiServer: ['10.40.255.240/28'],
    },
  },
  digitalocean: {
    existing: { vpc: '00000000-0000-4000-8000-000000000002', addresses: ['10.40.0.0/20'] },
  },
} as const satisfies { readonly [K in 'aws' | 'azure' | 'digitalocean' | 'gcp']: Network<K> };

import { listAt, type PolicyResource, type PolicyRule, valueAt } from '../rule.ts';

const ANYWHERE: readonly unknown[] = ['0.0.0.0/0', '::/0'];

/** What is wrong with who reaches a resource, by its type. */
const CHECKS: Readonly<Record<string, (props: PolicyResource['props']) => readonly string[]>> = {
  'aws:eks/cluster:Cluster': (props) => {
    const from = listAt(props, 'vpcConfig', 'publicAccessCidrs');
    const open = from.length === 0 || from.some((each) => ANYWHERE.includes(each));
    return valueAt(props, 'vpcConfig', 'endpointPublicAccess') !== false && open
      ? ['the API server answers the whole internet: set `publicAccessCidrs`, or `endpointPublicAccess: false`']
      : [];
  },
  'aws:rds/instance:Instance': ofDatabase,
  'azure-native:containerservice:ManagedCluster': (props) => {
    const profile = valueAt(props, 'apiServerAccessProfile');
    const closed =
      valueAt(profile, 'enablePrivateCluster') === true || listAt(profile, 'authorizedIPRanges').length > 0;
    return closed
      ? []
      : ['the API server answers the whole internet: set `authorizedIPRanges`, or `enablePrivateCluster`'];
  },
  'digitalocean:index/kubernetesCluster:KubernetesCluster': (props) =>
    valueAt(props, 'controlPlaneFirewall', 'enabled') === true
      ? []
      : ['the API server answers the whole internet: set `controlPlaneFirewall`'],
  'gcp:container/cluster:Cluster': (props) =>
    valueAt(props, 'privateClusterConfig', 'enablePrivateEndpoint') === true ||
    valueAt(props, 'masterAuthorizedNetworksConfig') !== undefined
      ? []
      : ['the API server’s address answers the whole internet: set `masterAuthorizedNetworksConfig`'],
};

/**
 * Doors to the internet that nothing but a sign-in closes.
 *
 * Advice, because only people know the addresses that they work from (`target.apiAccess` of the spec): until they are named, AWS, Azure and
 * DigitalOcean let the internet ask the API server, which refuses whom the cloud does not know.
 */
export const endpointsNotPublic: PolicyRule = {
  name: 'endpoints-not-public',
  description: 'API servers and databases answer only addresses that are named.',
  enforcement: 'advisory',
  examine: ({ props, type }) => CHECKS[type]?.(props) ?? [],
};

function ofDatabase({ publiclyAccessible }: PolicyResource['props']): string[] {
  return publiclyAccessible === true ? ['the database has a public address: leave `publiclyAccessible` out'] : [];
}

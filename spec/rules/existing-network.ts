import { cidrRange, overlap } from '../cidr-range.ts';
import type { Finding } from '../finding.ts';
import { NEW_NODES, NEW_PODS, NEW_SERVICES } from '../network.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText, type SpecPath } from '../spec-path.ts';
import type { AwsTarget, AzureTarget } from '../target.ts';

const NETWORK: SpecPath = ['target', 'network'];
const EXISTING: SpecPath = [...NETWORK, 'existing'];

/** A network that is there already has its own addresses, and its subnets are where the cluster wants to be. */
export function* existingNetwork({ pools, target }: PlatformSpec): Iterable<Finding> {
  if (!('network' in target) || !('existing' in target.network) || target.network.existing === undefined) return;
  yield* chosenRanges(target.network, 'pods' in target.network.existing);
  if (target.kind === 'aws') {
    const named = target.zones.map((zone, index) => ({ zone, path: ['target', 'zones', index] }));
    const ofPools = pools.flatMap(({ zones }, pool) =>
      zones.map((zone, index) => ({ zone, path: ['pools', pool, 'zones', index] })),
    );
    // Zones of pools that the target's leave out are a finding of their own.
    yield* subnetOf(target, named.length > 0 ? named : ofPools);
    yield* zonesOfRegion(target);
    yield* subnetsOnce(target);
  }
  if (target.kind === 'azure') yield* oneNetwork(target);
  yield* apiServerAmongNodes(target);
}

/** Ranges that are chosen for a new network only. The default cannot be told from the same range written by hand: it does no harm. */
function* chosenRanges(network: Record<'nodes' | 'pods' | 'services', string>, all: boolean): Iterable<Finding> {
  const unused = [
    { key: 'nodes', usual: NEW_NODES, instead: 'addresses' },
    ...(all
      ? ([
          { key: 'pods', usual: NEW_PODS, instead: 'pods' },
          { key: 'services', usual: NEW_SERVICES, instead: 'services' },
        ] as const)
      : []),
  ] as const;
  for (const { instead, key, usual } of unused) {
    if (network[key] === usual) continue;
    yield {
      code: 'NETWORK_EXISTING_RANGE',
      level: 'error',
      at: pathText([...NETWORK, key]),
      problem: `${network[key]} would be a range of a new network, and the network is there already`,
      fix: `remove it; what the network has stands in existing.${instead}`,
    };
  }
}

function* subnetOf(
  { network }: AwsTarget,
  wanted: readonly { readonly zone: string; readonly path: SpecPath }[],
): Iterable<Finding> {
  const known = Object.keys(network.existing?.zones ?? {});
  for (const { path, zone } of wanted) {
    if (known.includes(zone)) continue;
    yield {
      code: 'NETWORK_ZONE_SUBNET',
      level: 'error',
      at: pathText(path),
      problem: `the existing network has no subnet in ${zone}; existing.zones has ${known.join(', ')}`,
      fix: `add ${zone} with its subnet to ${pathText([...EXISTING, 'zones'])}, or choose another zone`,
    };
  }
}

function* zonesOfRegion({ network, region }: AwsTarget): Iterable<Finding> {
  for (const zone of Object.keys(network.existing?.zones ?? {})) {
    if (zone.startsWith(region) && zone !== region) continue;
    yield {
      code: 'NETWORK_ZONE_REGION',
      level: 'error',
      at: pathText([...EXISTING, 'zones', zone]),
      problem: `${zone} is not a zone of the region ${region}, in which the network must lie`,
      fix: `name a zone of the region, which begins with ${region}`,
    };
  }
}

function* subnetsOnce({ network }: AwsTarget): Iterable<Finding> {
  const seen = new Map<string, string>();
  for (const [zone, { controlPlane, nodes }] of Object.entries(network.existing?.zones ?? {}))
    for (const [key, subnet] of Object.entries({ nodes, controlPlane })) {
      const earlier = subnet === undefined ? undefined : seen.get(subnet);
      if (subnet !== undefined) seen.set(subnet, zone);
      if (earlier === undefined || earlier === zone) continue;
      yield {
        code: 'NETWORK_SUBNET_TWICE',
        level: 'error',
        at: pathText([...EXISTING, 'zones', zone, key]),
        problem: `${subnet} is named for ${earlier} too, and a subnet lies in one zone`,
        fix: `name a subnet of ${zone}`,
      };
    }
}

function* oneNetwork({ network: { existing } }: AzureTarget): Iterable<Finding> {
  if (existing === undefined) return;
  const [nodes, controlPlane] = [existing.nodes, existing.controlPlane].map((id) =>
    id.toLowerCase().split('/subnets/'),
  );
  const together = nodes?.[0] === controlPlane?.[0];
  if (together && nodes?.[1] !== controlPlane?.[1]) return;
  yield {
    code: 'NETWORK_SUBNETS_APART',
    level: 'error',
    at: pathText([...EXISTING, 'controlPlane']),
    problem: together
      ? 'the API server wants a subnet of its own, and this is that of the machines'
      : 'the subnets of machines and API server lie in different virtual networks',
    fix: 'name an empty subnet of the machines’ virtual network, delegated to Microsoft.ContainerService/managedClusters',
  };
}

/** Where the API server has no subnets of its own, it answers among the machines, and teams' rules must let it. */
function* apiServerAmongNodes(target: PlatformSpec['target']): Iterable<Finding> {
  if (target.kind !== 'aws' && target.kind !== 'gcp') return;
  const { existing } = target.network;
  if (existing === undefined) return;
  const own =
    'zones' in existing
      ? Object.values(existing.zones).every(({ controlPlane }) => controlPlane !== undefined)
      : existing.controlPlane !== undefined;
  const [named, nodes] = [existing.apiServer, existing.addresses].map((texts) => texts.map(cidrRange));
  const among = named?.some((a) => nodes?.some((b) => a !== undefined && b !== undefined && overlap(a, b)));
  if (own || among === true) return;
  yield {
    code: 'NETWORK_API_SERVER_APART',
    level: 'error',
    at: pathText([...EXISTING, 'apiServer']),
    problem: `without a controlPlane subnet the API server answers among the machines, in ${existing.addresses.join(', ')}, and teams’ pods are let to ${existing.apiServer.join(', ')} only`,
    fix: 'add the addresses of the machines’ subnets, or name its own subnets as controlPlane',
  };
}

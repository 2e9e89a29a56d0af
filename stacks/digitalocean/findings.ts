import { cidrRange, overlap } from '../../spec/cidr-range.ts';
import type { Finding } from '../../spec/finding.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { pathText } from '../../spec/spec-path.ts';

/** What DigitalOcean would refuse after the first resources are there, and what people miss who come from another cloud. */
export function* digitaloceanFindings(spec: PlatformOn<'digitalocean'>): Iterable<Finding> {
  yield* ofPlace(spec);
  yield* ofNetworks(spec);
  for (const [index, pool] of spec.pools.entries()) yield* ofPool(index, pool);
}

function* ofPlace({ target, teams }: PlatformOn<'digitalocean'>): Iterable<Finding> {
  if (!/^[a-z]{3}\d$/.test(target.region))
    yield {
      code: 'STACK_REGION_FORM',
      level: 'error',
      at: 'target.region',
      problem: `${target.region} is not a region of DigitalOcean`,
      fix: 'write its code, such as ams3',
    };
  if (teams.length > 0)
    yield {
      code: 'STACK_KEYS_LASTING',
      level: 'warning',
      at: 'target.kind',
      problem:
        'DigitalOcean gives pods no identity: each team’s namespaces hold keys of its bucket in a Secret, and they do not expire',
      fix: 'let nobody but the team read its Secrets, and have the stack make new keys from time to time',
    };
}

/** Sizes that a VPC may have. Unit: bits of the network. From the documentation of DigitalOcean's provider. */
const VPC_PREFIX = { largest: 16, smallest: 24 } as const;
/** Private networks, of which a VPC must be one. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Networks that DigitalOcean keeps for itself in every region. From its documentation of VPCs. */
const KEPT = ['10.229.0.0/16', '10.244.0.0/16', '10.245.0.0/16', '10.246.0.0/24'];

function* ofNetworks({ target: { network } }: PlatformOn<'digitalocean'>): Iterable<Finding> {
  const nodes = cidrRange(network.nodes);
  const fits =
    nodes !== undefined && within(nodes) && nodes.prefix >= VPC_PREFIX.largest && nodes.prefix <= VPC_PREFIX.smallest;
  if (network.existing === undefined && !fits)
    yield {
      code: 'STACK_NETWORK_SIZE',
      level: 'error',
      at: 'target.network.nodes',
      problem: `${network.nodes} cannot be a VPC of DigitalOcean, which is a private network of /${VPC_PREFIX.largest} to /${VPC_PREFIX.smallest}`,
      fix: 'write one, such as 10.40.0.0/16',
    };
  const chosen = ['pods', 'services'] as const;
  for (const part of network.existing === undefined ? (['nodes', ...chosen] as const) : chosen) {
    const range = cidrRange(network[part]);
    const taken = KEPT.find((kept) => range !== undefined && overlapsWith(range, kept));
    if (taken === undefined) continue;
    yield {
      code: 'STACK_NETWORK_KEPT',
      level: 'error',
      at: pathText(['target', 'network', part]),
      problem: `${network[part]} overlaps ${taken}, which DigitalOcean keeps for itself`,
      fix: 'write a network that leaves it out',
    };
  }
}

type Range = NonNullable<ReturnType<typeof cidrRange>>;

function overlapsWith(range: Range, text: string): boolean {
  const other = cidrRange(text);
  return other !== undefined && overlap(range, other);
}

function within(range: Range): boolean {
  return PRIVATE.some((text) => overlapsWith(range, text) && Number(text.split('/')[1]) <= range.prefix);
}

/** The only cut that DigitalOcean makes. From the documentation of its provider. */
const AMD_CUT = 'dpx_nps2';

function* ofPool(index: number, pool: PoolSpec): Iterable<Finding> {
  const { name, nodes, sharing, topology } = pool;
  const vendor = poolShape('digitalocean', pool)?.accelerator?.vendor;
  if (vendor === 'amd' && sharing.kind === 'partition' && sharing.profile !== AMD_CUT)
    yield {
      code: 'STACK_PARTITION_MODE',
      level: 'error',
      at: pathText(['pools', index, 'sharing', 'profile']),
      problem: `DigitalOcean cuts AMD accelerators by ${AMD_CUT} only, not by ${sharing.profile}`,
      fix: `write ${AMD_CUT}, or share them whole`,
    };
  if (topology === 'required' && nodes.max > 1)
    yield {
      code: 'STACK_TOPOLOGY_NONE',
      level: 'warning',
      at: pathText(['pools', index, 'topology']),
      problem: `DigitalOcean neither packs machines together nor says where they stand: a gang that requires one block of pool ${name} must fit on one machine`,
      fix: 'set topology to preferred',
    };
}

import { z } from 'zod';
import { cidr, dnsLabel, field } from './field.ts';
import { ranges } from './network.ts';

const addresses = field(
  z.array(cidr).min(1).max(16).readonly(),
  'Addresses of the machines’ subnets. What else the network holds or reaches belongs in `peers`, so that nothing overlaps it.',
  ['10.40.0.0/18'],
);
const apiServer = field(
  z.array(cidr).min(1).max(8).readonly(),
  'Addresses of the subnets in which the API server answers, for the teams’ network rules.',
  ['10.40.255.0/24'],
);

function withExisting<S extends z.ZodType>(existing: S, description: string, example: unknown) {
  return z.strictObject({ ...ranges, existing: field(existing.optional(), description, example) }).readonly();
}

const subnetOfAws = z
  .string()
  .regex(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, 'expected the id of a subnet, such as subnet-0a1b2c3d4e5f60718');
const awsZone = z
  .strictObject({
    nodes: field(
      subnetOfAws,
      'Subnet of nodes and pods, private, with a way out to the internet.',
      'subnet-0a1b2c3d4e5f60718',
    ),
    controlPlane: field(
      subnetOfAws.optional(),
      'Subnet of the API server’s interfaces; at least 16 addresses free. Without it: that of the nodes.',
      'subnet-0f1e2d3c4b5a69788',
    ),
  })
  .readonly();

/** Network of a cluster on AWS: a new VPC, or one that is there. */
export const awsNetwork = withExisting(
  z
    .strictObject({
      vpc: field(
        z.string().regex(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, 'expected the id of a VPC, such as vpc-0a1b2c3d4e5f60718'),
        'Id of the VPC. DNS support and DNS host names must be on.',
        'vpc-0a1b2c3d4e5f60718',
      ),
      zones: field(
        z.record(dnsLabel(40), awsZone),
        'Subnets by zone; two zones at least. Where `target.zones` is empty, the cluster spreads over all of them.',
        { 'eu-west-1a': { nodes: 'subnet-0a1b2c3d4e5f60718' } },
      ),
      addresses,
      apiServer,
    })
    .readonly(),
  'A VPC of AWS that is there already. Without it: a new one. Nothing in it is changed or tagged: the way out, an endpoint for S3 and the tags of load balancers’ subnets are its owner’s.',
  {
    vpc: 'vpc-0a1b2c3d4e5f60718',
    zones: { 'eu-west-1a': { nodes: 'subnet-0a1b2c3d4e5f60718' }, 'eu-west-1b': { nodes: 'subnet-0f1e2d3c4b5a69788' } },
    addresses: ['10.40.0.0/18'],
    apiServer: ['10.40.0.0/18'],
  },
);

/** Name of a resource of Google Cloud. */
const nameOnGcp = z
  .string()
  .max(63)
  .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 'expected the name of a resource of Google Cloud, such as shared-network');
const secondary = (what: string, example: { readonly name: string; readonly addresses: string }) =>
  field(
    z
      .strictObject({
        name: field(nameOnGcp, 'Name of the secondary range of the subnetwork.', example.name),
        addresses: field(cidr, 'Its addresses.', example.addresses),
      })
      .readonly(),
    what,
    example,
  );

/** Network of a cluster on Google Cloud: a new VPC, or one that is there. */
export const gcpNetwork = withExisting(
  z
    .strictObject({
      project: field(
        dnsLabel(30).optional(),
        'Host project of a shared VPC. Without it: that of the cluster.',
        'atlas-network',
      ),
      network: field(nameOnGcp, 'Name of the network.', 'shared-network'),
      subnetwork: field(
        nameOnGcp,
        'Name of the machines’ subnetwork, in the cluster’s region, with private Google access.',
        'machines-europe-west4',
      ),
      controlPlane: field(
        nameOnGcp.optional(),
        'Name of the subnetwork of the API server’s private address. Without it: that of the machines.',
        'control-planes-europe-west4',
      ),
      pods: secondary('Secondary range that pods get addresses of.', { name: 'pods', addresses: '10.128.0.0/14' }),
      services: secondary('Secondary range that Services get addresses of; of this cluster alone.', {
        name: 'services',
        addresses: '172.20.0.0/20',
      }),
      addresses,
      apiServer,
    })
    .readonly(),
  'A network of Google Cloud that is there already. Without it: a new one. Nothing in it is changed: the way out is its owner’s. One firewall rule for webhooks is added, where it lies in the cluster’s own project.',
  {
    network: 'shared-network',
    subnetwork: 'machines-europe-west4',
    pods: { name: 'pods', addresses: '10.128.0.0/14' },
    services: { name: 'services', addresses: '172.20.0.0/20' },
    addresses: ['10.40.0.0/18'],
    apiServer: ['10.40.0.0/18'],
  },
);

const subnetOnAzure = z
  .string()
  .max(400)
  .regex(
    /^\/subscriptions\/[0-9a-fA-F-]{36}\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/\s]+\/subnets\/[^/\s]+$/,
    'expected the id of a subnet: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…',
  );
const SUBNETS =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/shared/subnets';

/** Network of a cluster on Azure: a new virtual network, or one that is there. */
export const azureNetwork = withExisting(
  z
    .strictObject({
      nodes: field(
        subnetOnAzure,
        'Id of the subnet of machines and load balancers, with the service endpoint Microsoft.Storage.',
        `${SUBNETS}/machines`,
      ),
      controlPlane: field(
        subnetOnAzure,
        'Id of the API server’s subnet, in the same virtual network: /28 or larger, empty, and delegated to Microsoft.ContainerService/managedClusters.',
        `${SUBNETS}/control-plane`,
      ),
      wayOut: field(
        z.enum(['natGateway', 'routeTable']).default('natGateway'),
        'How machines reach the internet: the `natGateway` of their subnet, or its `routeTable`, such as through a firewall.',
        'routeTable',
      ),
      addresses,
      apiServer,
    })
    .readonly(),
  'A virtual network of Azure that is there already. Without it: a new one. Nothing in it is changed; the cluster’s identity gets the right to join both subnets.',
  {
    nodes: `${SUBNETS}/machines`,
    controlPlane: `${SUBNETS}/control-plane`,
    addresses: ['10.40.0.0/18'],
    apiServer: ['10.40.255.240/28'],
  },
);

/** Network of a cluster on DigitalOcean: a new VPC, or one that is there. */
export const digitaloceanNetwork = withExisting(
  z
    .strictObject({
      vpc: field(
        z.guid('expected the id of a VPC (a UUID)'),
        'Id of the VPC, in the cluster’s region.',
        '00000000-0000-4000-8000-000000000002',
      ),
      addresses,
    })
    .readonly(),
  'A VPC of DigitalOcean that is there already. Without it: a new one. Nothing in it is changed.',
  { vpc: '00000000-0000-4000-8000-000000000002', addresses: ['10.40.0.0/20'] },
);

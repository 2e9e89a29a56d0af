import { expect, test } from 'vitest';
import { stackFindings } from '../../../stacks/stack-findings.ts';
import { EXISTING_NETWORKS } from '../existing-networks.ts';
import { allOf, environmentOf, stackOf, the } from '../recorded-stack.ts';
import { onDigitalOcean } from './digitalocean-sample.ts';

const VPC = 'digitalocean:index/vpc:Vpc';
const CLUSTER = 'digitalocean:index/kubernetesCluster:KubernetesCluster';

test('the network on DigitalOcean is a VPC of the cluster’s name', async () => {
  const run = await stackOf(onDigitalOcean({}, { network: { nodes: '10.40.0.0/16' } }), { layer: 'infrastructure' });
  expect(the(run, VPC).inputs).toEqual({ name: 'atlas-prod', region: 'ams3', ipRange: '10.40.0.0/16' });
  expect(the(run, CLUSTER).inputs['vpcUuid']).toBe('atlas-prod-network-id');
});

test('an existing network on DigitalOcean is named and nothing else', async () => {
  const run = await stackOf(onDigitalOcean({}, { network: EXISTING_NETWORKS.digitalocean }), {
    layer: 'infrastructure',
  });
  expect(allOf(run, VPC)).toEqual([]);
  expect(the(run, CLUSTER).inputs['vpcUuid']).toBe('00000000-0000-4000-8000-000000000002');
});

test('the addresses of an existing network on DigitalOcean are not judged: it is there', () => {
  const network = { existing: { ...EXISTING_NETWORKS.digitalocean.existing, addresses: ['10.229.0.0/20'] } };
  const found = stackFindings(environmentOf(onDigitalOcean({}, { network })), 'all');
  expect(found.filter(({ level }) => level === 'error')).toEqual([]);
});

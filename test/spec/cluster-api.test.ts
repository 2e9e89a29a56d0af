import { expect, test } from 'vitest';
import { PlatformError } from '../../spec/finding.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { VARIANTS } from '../e2e/variant-platforms.ts';
import { workloadsPlatform } from '../e2e/workloads-platform.ts';
import { samplePlatform } from '../sample.ts';

const checksum = 'a1'.repeat(32);
const url = 'https://images.example.org/node.qcow2';
const machine = { name: 'gpu-1', address: '10.0.1.1' };

/** Places in the spec that are wrong with a target of machines that Cluster API makes. */
function wrong(target: object): string[] {
  const pools = [{ name: 'train', instance: 'generic-h100-hgx-8', nodes: { min: 1, max: 2 } }] as const;
  const teams = [{ name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 1 } } }];
  const clusterApi = { kind: 'baremetal', site: 'lab', distribution: 'clusterApi', ...target } as const;
  try {
    parsePlatform(samplePlatform({ target: clusterApi, pools, teams }));
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ at }) => at);
    throw error;
  }
}

test('a platform that only renders says nothing of machines, image and management cluster', () => {
  expect(wrong({})).toEqual([]);
  expect(() => parsePlatform(workloadsPlatform())).not.toThrow();
  const platform = VARIANTS['Cluster API with the cluster autoscaler'];
  expect(platform).toBeDefined();
  if (platform !== undefined) expect(() => parsePlatform(platform)).not.toThrow();
});

test('an image is named by address and a checksum that is long enough to be one', () => {
  expect(wrong({ image: { url, checksum } })).toEqual([]);
  expect(wrong({ image: { url, checksum: checksum + checksum } })).toEqual([]);
  expect(wrong({ image: { url, checksum: 'a1'.repeat(16) } })).toEqual(['target.image.checksum']);
  expect(wrong({ image: { url: 'file:///node.qcow2', checksum } })).toEqual(['target.image.url']);
});

test('a controller’s address holds neither user nor password', () => {
  const bmc = (address: string) => ({ machines: [{ ...machine, mac: '0c:42:a1:00:00:01', bmc: { address } }] });
  expect(wrong(bmc('redfish-virtualmedia://10.0.9.1:8000/redfish/v1/Systems/1'))).toEqual([]);
  expect(wrong(bmc('ipmi://10.0.9.1'))).toEqual([]);
  expect(wrong(bmc('ipmi://admin:secret@10.0.9.1'))).toEqual(['target.machines[0].bmc.address']);
  expect(wrong({ machines: [{ ...machine, mac: '0C-42-A1-00-00-01' }] })).toEqual(['target.machines[0].mac']);
});

test('the management cluster is reached by TLS', () => {
  expect(wrong({ management: { context: 'ours', server: 'https://management.example.org:6443' } })).toEqual([]);
  expect(wrong({ management: { server: 'http://management.example.org' } })).toEqual(['target.management.server']);
});

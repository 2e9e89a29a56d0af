import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { EXISTING_NETWORKS } from '../../stacks/existing-networks.ts';
import { onGcp } from '../../stacks/gcp/gcp-sample.ts';
import { namesIn, objectIn, withTeam } from './accelerators-sample.ts';

const mega = { instance: 'a3-megagpu-8g' };
const high = { instance: 'a3-highgpu-8g' };
const allowed = (...args: Parameters<typeof onGcp>) => withTeam(onGcp(...args), { fabric: 'allowed' });

type Pod = {
  initContainers?: { name: string; image: string; command: string[]; volumeMounts?: unknown }[];
  containers: { image: string; securityContext: object }[];
  affinity: unknown;
  tolerations: unknown;
  volumes: unknown;
};

function podOf(input: PlatformInput, name: string): Pod {
  const { spec } = objectIn(input, 'DaemonSet', name) as unknown as { spec: { template: { spec: Pod } } };
  return spec.template.spec;
}

describe('networks of GPUDirect', () => {
  test('are named as the stack names them, one for each card', () => {
    const found = namesIn(allowed(mega)).filter((name) => /^(Network|GKENetworkParamSet) /.test(name));
    expect(found).toHaveLength(16);
    expect(objectIn(allowed(mega), 'GKENetworkParamSet', 'gpu-7')['spec']).toEqual({
      vpc: 'atlas-prod-gpu-7',
      vpcSubnet: 'atlas-prod-gpu-7',
      deviceMode: 'NetDevice',
    });
    expect(objectIn(allowed(mega), 'Network', 'gpu-7')).toMatchObject({
      apiVersion: 'networking.gke.io/v1',
      spec: {
        type: 'Device',
        parametersRef: { group: 'networking.gke.io', kind: 'GKENetworkParamSet', name: 'gpu-7' },
      },
    });
    expect(namesIn(allowed(high)).filter((name) => name.startsWith('Network '))).toHaveLength(4);
  });

  test.each<readonly [string, PlatformInput]>([
    ['no team may use them', onGcp(mega)],
    ['GKE itself connects the cards', allowed()],
    ['the network is somebody else’s', allowed({ instance: 'a3-ultragpu-8g' }, { network: EXISTING_NETWORKS.gcp })],
  ])('are not there where %s', (_, input) => {
    expect(namesIn(input).filter((name) => /Network|gpudirect/.test(name))).toEqual([]);
  });
});

describe('agents of GPUDirect', () => {
  test('put the plugin of the machine’s own fabric where pods look for it', () => {
    const [opens, installs, ...others] = podOf(allowed(mega), 'tcpxo-installer').initContainers ?? [];
    expect(others).toEqual([]);
    expect(opens?.command.slice(0, 4)).toEqual(['nsenter', '--all', '--target', '1']);
    expect(opens?.command.at(-1)).toContain('/dev/aperture_devices/');
    expect(installs?.image).toBe(components['gpudirect-tcpxo'].images[0]);
    expect(installs?.command.at(-1)).toBe(
      'sh /scripts/container_entry.sh install --install-nccl\nmkdir -p /usr/local/nvidia/lib64\ncp -r /var/lib/tcpxo/lib64/. /usr/local/nvidia/lib64',
    );
    expect(installs?.volumeMounts).toEqual([
      { name: 'state', mountPath: '/var/lib' },
      { name: 'libraries', mountPath: '/usr/local' },
    ]);
    expect(podOf(allowed(mega), 'tcpxo-installer').volumes).toEqual([
      { name: 'state', hostPath: { path: '/var/lib' } },
      { name: 'libraries', hostPath: { path: '/home/kubernetes/bin' } },
    ]);
  });

  test('of A3 High need no more than the plugin', () => {
    const { initContainers = [] } = podOf(allowed(high), 'tcpx-installer');
    expect(initContainers.map(({ image, name }) => [name, image])).toEqual([
      ['install', components['gpudirect-tcpx'].images[0]],
    ]);
    expect(namesIn(allowed(high)).filter((name) => name.includes('tcpxo'))).toEqual([]);
  });

  test('stay on the pools with such cards, and wait without any right', () => {
    const pod = podOf(allowed(mega), 'tcpxo-installer');
    expect(pod.affinity).toEqual(podOf(allowed(mega), 'device-injector').affinity);
    expect(JSON.stringify(pod.affinity)).toContain('train');
    expect(pod.containers[0]?.securityContext).toMatchObject({ runAsNonRoot: true, capabilities: { drop: ['ALL'] } });
  });

  test('have a namespace of their own that says why it is open', () => {
    const { metadata } = objectIn(allowed(mega), 'Namespace', 'gpudirect-system');
    expect(JSON.stringify(metadata)).toContain('privileged');
    expect(JSON.stringify(metadata)).toContain('open its network cards');
  });
});

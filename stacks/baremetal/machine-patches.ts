import type { NodeLabels } from '../../constructs/accelerators/index.ts';
import { containerdSettings, sharesImages } from '../../constructs/images/index.ts';
import type { PoolFacts } from '../../spec/facts.ts';
import type { MachineSpec } from '../../spec/machine.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { apiSignIn } from './api-sign-in.ts';
import { networkManifests, networkPatch } from './network.ts';
import { CEPH_NAMESPACE, storageManifests } from './storage-manifests.ts';

/** What one machine's configuration is written from. */
export interface MachineInput {
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** The machine. */
  readonly machine: MachineSpec;
  /** Address of the image that it is installed from. */
  readonly image: string;
  /** Its pool. @default - it belongs to the control plane */
  readonly pool?: PoolSpec;
  /** What is known of the pool. */
  readonly facts?: PoolFacts;
  /** Labels that the pool's nodes carry from the beginning. */
  readonly nodeLabels?: NodeLabels;
}

/** Modules of the kernel that NVIDIA's programs need loaded; from Talos' guide to NVIDIA. */
const NVIDIA_MODULES = ['nvidia', 'nvidia_uvm', 'nvidia_drm', 'nvidia_modeset'];

/** The part of containerd's settings that Talos leaves to others; its own folder of registries is right. */
const CONTAINERD_PART = {
  path: '/etc/cri/conf.d/20-customization.part',
  op: 'create',
  content: containerdSettings(),
} as const;

/** Changes to a machine's generated configuration, each a document. After the first start nobody logs in: all is said here. */
export function machinePatches(input: MachineInput): readonly string[] {
  const { machine, pool, spec } = input;
  const hostname = { apiVersion: 'v1alpha1', kind: 'HostnameConfig', hostname: machine.name, auto: 'off' };
  const cluster = { ...networkPatch(spec), ...(pool === undefined ? controlPlane(spec) : {}) };
  return [{ machine: ofMachine(input), cluster }, hostname].map((patch) => JSON.stringify(patch));
}

function ofMachine(input: MachineInput): object {
  const { facts, image, machine, spec } = input;
  const taints = (facts?.taints ?? []).map(({ effect, key, value }) => ({ key, value, effect }));
  return {
    install: { disk: machine.disk, image, wipe: false },
    nodeLabels: labelsOf(input),
    kubelet: {
      nodeIP: { validSubnets: [spec.target.network.nodes] },
      // Talos cannot taint workers later: a node has no right to change its own taints once it has joined.
      ...(taints.length === 0 ? {} : { extraConfig: { registerWithTaints: taints } }),
    },
    registries: { mirrors: mirrorsOf(spec) },
    ...(sharesImages(spec) ? { files: [CONTAINERD_PART] } : {}),
    ...driver(input),
  };
}

/** The site is the zone, so that what spreads over zones spreads over sites. */
function labelsOf({ facts, machine, nodeLabels, pool, spec }: MachineInput): Record<string, string> {
  return {
    'topology.kubernetes.io/zone': machine.site ?? spec.target.site,
    ...(pool === undefined ? { 'plinth.dev/role': 'system' } : {}),
    ...pool?.labels,
    ...nodeLabels,
    ...facts?.nodeLabels,
  };
}

function mirrorsOf({ target }: PlatformOn<'baremetal'>): Record<string, object> {
  const entries = Object.entries(target.mirrors).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([registry, url]) => [registry, { endpoints: [url], overridePath: new URL(url).pathname !== '/' }]),
  );
}

function driver({ facts, pool }: MachineInput): object {
  const vendor = pool && poolShape('baremetal', pool)?.accelerator?.vendor;
  if (vendor !== 'nvidia' || facts?.driver !== 'machineImage') return {};
  return {
    kernel: { modules: NVIDIA_MODULES.map((name) => ({ name })) },
    sysctls: { 'net.core.bpf_jit_harden': '1' },
  };
}

function controlPlane(spec: PlatformOn<'baremetal'>): object {
  const { endpoint, network } = spec.target;
  const signIn = apiSignIn(spec.access);
  return {
    // The platform's own controllers need machines without accelerators.
    allowSchedulingOnControlPlanes: true,
    apiServer: {
      ...(endpoint === undefined ? {} : { certSANs: [endpoint] }),
      ...(Object.keys(signIn).length === 0 ? {} : { extraArgs: signIn }),
      admissionControl: [
        {
          name: 'PodSecurity',
          configuration: {
            apiVersion: 'pod-security.admission.config.k8s.io/v1',
            kind: 'PodSecurityConfiguration',
            // Ceph reaches into the machines' disks. Other namespaces say themselves what they need.
            exemptions: { namespaces: [CEPH_NAMESPACE] },
          },
        },
      ],
    },
    etcd: { advertisedSubnets: [network.nodes] },
    inlineManifests: networkManifests(spec),
    extraManifests: storageManifests(spec),
  };
}

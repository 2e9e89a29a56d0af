import { ComponentResource, type ComponentResourceOptions, interpolate, type Output, secret } from '@pulumi/pulumi';
import { RandomBytes } from '@pulumi/random/randomBytes.js';
import type { PlatformOn } from '../../../spec/platform.ts';
import { type Deletion, dataOptions } from '../../deletion.ts';
import type { KubernetesObject } from '../../kubernetes-object.ts';
import type { ManagementConnection } from '../../management-connection.ts';
import { apiSignIn } from '../api-sign-in.ts';
import { apiHost } from '../network.ts';
import { kubernetesVersion } from '../versions.ts';
import { API, reference } from './api-versions.ts';
import { CONTROL_PLANE, Hosts } from './hosts.ts';
import { type MachineFile, mirrorFiles, nodeRegistration } from './kubeadm.ts';
import { machineTemplate } from './machine-template.ts';
import type { Management } from './management.ts';

/** What a control plane is made of. */
export interface ControlPlaneArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** The namespace in the management cluster. */
  readonly management: Management;
  /** Way to the machines' controllers. @default - Secrets that the spec names */
  readonly connection?: ManagementConnection;
  /** What happens to its machines and to the key of its store. */
  readonly deletion: Deletion;
}

/** File with the key by which the API server encrypts Secrets in its store. */
const ENCRYPTION = '/etc/kubernetes/encryption.yaml';
/** Members without which one can go before the next comes: machines of one's own have no spare one. */
const MAJORITY = 3;

/**
 * Control plane by kubeadm, on machines without a pool; they carry the platform's own controllers too.
 *
 * A new version or image replaces one machine after another: with three of them each goes before the next comes, and one alone needs a
 * spare machine. Secrets are encrypted in the store with a key of the stack's, as on Talos.
 */
export class ControlPlane extends ComponentResource {
  /** The object that Cluster API makes the machines from. */
  public readonly made: KubernetesObject;

  public constructor(name: string, args: ControlPlaneArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:ControlPlane', name, {}, opts);
    const { cluster, connection, deletion, management, spec } = args;
    const machines = spec.target.machines.filter(({ pool }) => pool === undefined);
    const hostsArgs = { management, machines, site: spec.target.site, connection, deletion };
    const hosts = new Hosts(`${name}-hosts`, hostsArgs, { parent: this });
    const role = { name: controlPlaneName(cluster), role: CONTROL_PLANE };
    const template = machineTemplate(spec, cluster, role);
    const machine = management.object(template, { parent: this, dependsOn: [...hosts.made] });
    const key = this.#key(`${name}-encryption`, args);
    const object = kubeadmControlPlane(args, template.metadata.name, machines.length);
    const dependsOn = [...hosts.made, machine, key];
    this.made = management.object(object, { parent: this, dependsOn, ...dataOptions(deletion) });
    this.registerOutputs();
  }

  #key(name: string, { cluster, deletion, management }: ControlPlaneArgs): KubernetesObject {
    const kept = dataOptions(deletion);
    const { base64 } = new RandomBytes(name, { length: 32 }, { parent: this, ...kept });
    const stringData = { config: secret(encryptionText(base64)) };
    const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: encryptionName(cluster) }, stringData };
    return management.object(object, { parent: this, ...kept });
  }
}

/** Name of the object that stands for a cluster's control plane. */
export function controlPlaneName(cluster: string): string {
  return `${cluster}-control-plane`;
}

function encryptionName(cluster: string): string {
  return `${cluster}-encryption`;
}

function encryptionText(key: Output<string>): Output<string> {
  return interpolate`apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - secretbox: { keys: [{ name: first, secret: ${key} }] }
      - identity: {}
`;
}

function kubeadmControlPlane({ cluster, spec }: ControlPlaneArgs, template: string, replicas: number) {
  const rollout = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0 } } };
  return {
    apiVersion: API.controlPlane,
    kind: 'KubeadmControlPlane',
    // Cilium does kube-proxy's work; an upgrade must not look for it.
    metadata: {
      name: controlPlaneName(cluster),
      annotations: { 'controlplane.cluster.x-k8s.io/skip-kube-proxy': 'true' },
    },
    spec: {
      replicas,
      version: `v${kubernetesVersion(spec)}`,
      machineTemplate: {
        spec: { infrastructureRef: reference(API.infrastructure, 'Metal3MachineTemplate', template) },
      },
      ...(replicas >= MAJORITY ? { rollout } : {}),
      kubeadmConfigSpec: kubeadmConfig(cluster, spec),
    },
  };
}

function kubeadmConfig(cluster: string, spec: PlatformOn<'baremetal'>): object {
  const registration = nodeRegistration({ 'plinth.dev/role': 'system' }, []);
  const encryption: MachineFile = {
    path: ENCRYPTION,
    owner: 'root:root',
    permissions: '0600',
    contentFrom: { secret: { name: encryptionName(cluster), key: 'config' } },
  };
  const volume = { name: 'encryption', hostPath: ENCRYPTION, mountPath: ENCRYPTION, readOnly: true, pathType: 'File' };
  return {
    clusterConfiguration: {
      apiServer: {
        certSANs: [apiHost(spec)],
        extraArgs: [
          { name: 'encryption-provider-config', value: ENCRYPTION },
          ...Object.entries(apiSignIn(spec.access)).map(([name, value]) => ({ name, value })),
        ],
        extraVolumes: [volume],
      },
    },
    initConfiguration: { nodeRegistration: registration, skipPhases: ['addon/kube-proxy'] },
    joinConfiguration: { nodeRegistration: registration },
    files: [encryption, ...mirrorFiles(spec)],
  };
}

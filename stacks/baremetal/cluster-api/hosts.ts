import { ComponentResource, type ComponentResourceOptions, output, type Resource, secret } from '@pulumi/pulumi';
import type { MachineSpec } from '../../../spec/machine.ts';
import { type Deletion, dataOptions } from '../../deletion.ts';
import type { KubernetesObject } from '../../kubernetes-object.ts';
import type { ManagementConnection } from '../../management-connection.ts';
import { API } from './api-versions.ts';
import type { Management } from './management.ts';

/** Label of a host that says for which machines Metal3 may take it: a pool's, or {@link CONTROL_PLANE}. */
export const ROLE_LABEL = 'plinth.dev/machines';
/** Value of that label on hosts of the control plane. Pools cannot have the name: it has a capital letter. */
export const CONTROL_PLANE = 'controlPlane';
/** Label of a host with the name of its site. */
export const SITE_LABEL = 'plinth.dev/site';
/** Annotation of a host with its address. */
export const ADDRESS_ANNOTATION = 'plinth.dev/address';

/** Machines, and the cluster that Metal3 may use them for. */
export interface HostsArgs {
  /** The namespace in the management cluster. */
  readonly management: Management;
  /** The machines. */
  readonly machines: readonly MachineSpec[];
  /** Site of those that name none. */
  readonly site: string;
  /** Way to their controllers. @default - Secrets that the spec names */
  readonly connection?: ManagementConnection;
  /** What happens to their disks. */
  readonly deletion: Deletion;
}

/**
 * Machines as Metal3 knows them: each with the way to its controller, by which it is switched on, looked over and given a system.
 *
 * Disks: in a protected environment Metal3 wipes none, so that what lies on disks for data survives every change; when a machine with
 * such disks leaves the spec, that is refused. In an ephemeral one it wipes a machine's disks whenever the machine is given back.
 *
 * A deleted host is switched off. It goes after the machines of the cluster: Metal3 gives them back with the host still there.
 */
export class Hosts extends ComponentResource {
  /** The hosts. */
  public readonly made: readonly KubernetesObject[];

  public constructor(name: string, args: HostsArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Hosts', name, {}, opts);
    this.made = args.machines.map((machine) => this.#host(machine, args));
    this.registerOutputs();
  }

  #host(machine: MachineSpec, args: HostsArgs): KubernetesObject {
    const { deletion, management, site } = args;
    const { address, bmc, dataDisks, disk, mac, name, pool } = machine;
    const object = {
      apiVersion: API.host,
      kind: 'BareMetalHost',
      metadata: {
        name,
        labels: { [ROLE_LABEL]: pool ?? CONTROL_PLANE, [SITE_LABEL]: machine.site ?? site },
        annotations: { [ADDRESS_ANNOTATION]: address },
      },
      spec: {
        online: true,
        bmc: {
          address: bmc?.address,
          credentialsName: bmc?.credentials ?? secretName(machine),
          disableCertificateVerification: bmc?.certificate === 'unchecked',
        },
        bootMACAddress: mac,
        rootDeviceHints: { deviceName: disk },
        automatedCleaningMode: deletion === 'ephemeral' ? 'metadata' : 'disabled',
      },
    };
    const kept = dataDisks.length > 0 ? dataOptions(deletion) : {};
    // Metal3 switches machines off that nobody uses; a refresh must not switch them on again.
    return management.object(object, {
      parent: this,
      dependsOn: this.#credentials(machine, args),
      ignoreChanges: ['spec.online'],
      ...kept,
    });
  }

  /** The Secret with user and password; none where the spec names one that is there already. */
  #credentials(machine: MachineSpec, { connection, deletion, management }: HostsArgs): Resource[] {
    const known = connection?.credentials?.get(machine.name);
    if (machine.bmc?.credentials !== undefined || known === undefined) return [];
    const stringData = secret(output(known).apply(({ password, username }) => ({ username, password })));
    const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: secretName(machine) }, stringData };
    const kept = machine.dataDisks.length > 0 ? dataOptions(deletion) : {};
    return [management.object(object, { parent: this, ...kept })];
  }
}

function secretName({ name }: MachineSpec): string {
  return `${name}-bmc`;
}

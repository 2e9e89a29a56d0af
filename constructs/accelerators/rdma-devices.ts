import { Construct } from 'constructs';
import type { Component } from '../../catalog/index.ts';
import { NicClusterPolicy } from '../imports/network-operator.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { operandImage } from './operand-image.ts';
import { nodeAffinityFor, tolerationsFor } from './placement.ts';

/** RDMA devices of some pools. */
export interface RdmaDevicesProps {
  /** The network operator. */
  readonly component: Component;
  /** Pools whose nodes have the devices. */
  readonly pools: readonly AcceleratorPool[];
}

/** PCI vendor of Mellanox, today NVIDIA. */
const MELLANOX = '15b3';

/** What the network operator does: a device plugin that hands out RDMA devices under the names that the facts give. */
export class RdmaDevices extends Construct {
  public constructor(scope: Construct, id: string, { component, pools }: RdmaDevicesProps) {
    super(scope, id);
    // All its images are released together, under one tag.
    const operands = operandImage(component, 'network-operator-init-container');
    if (operands === undefined) throw new Error(`bug: ${component.name} names no image whose tag its operands share`);
    const { repository, version } = operands;
    new NicClusterPolicy(this, 'policy', {
      metadata: { name: 'nic-cluster-policy' },
      spec: {
        global: { repository, version },
        nodeAffinity: nodeAffinityFor(pools),
        tolerations: tolerationsFor(pools),
        rdmaSharedDevicePlugin: {
          image: 'k8s-rdma-shared-dev-plugin',
          config: JSON.stringify({ configList: configList(pools) }),
        },
      },
    });
  }
}

/** One entry for each resource name; a device is shared by as many pods as a node may offer of it. */
function configList(pools: readonly AcceleratorPool[]) {
  const resources = new Map(
    pools.flatMap((of) => (of.facts.fabric === undefined ? [] : [[of.facts.fabric.resource, of]])),
  );
  return [...resources.keys()].sort().map((resource) => {
    const of = pools.filter(({ facts }) => facts.fabric?.resource === resource);
    const slash = resource.indexOf('/');
    return {
      resourcePrefix: resource.slice(0, slash),
      resourceName: resource.slice(slash + 1),
      rdmaHcaMax: Math.max(...of.map(({ facts }) => facts.fabric?.perNode ?? 0)),
      selectors: { vendors: [MELLANOX], ...linkTypes(of) },
    };
  });
}

/** Which of a node's cards belong to the fabric; where only the site knows, all of them. */
function linkTypes(pools: readonly AcceleratorPool[]): { readonly linkTypes?: readonly string[] } {
  const kinds = new Set(pools.map(({ shape }) => shape.fabric.kind));
  const [kind] = kinds;
  if (kinds.size !== 1) return {};
  if (kind === 'infiniband') return { linkTypes: ['infiniband'] };
  return kind === 'roce' ? { linkTypes: ['ether'] } : {};
}

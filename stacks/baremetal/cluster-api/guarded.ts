import type { TargetFacts } from '../../../spec/facts.ts';
import type { PlatformOn } from '../../../spec/platform.ts';
import { acceleratedPools, type Guarded, guardedCluster, guardedData, guardedPool } from '../../guarded.ts';
import { guardedMachine } from '../guarded-machine.ts';
import { API } from './api-versions.ts';

/** What is protected where Cluster API makes the machines: the objects by which the management cluster holds them, and its keys. */
export function guarded(spec: PlatformOn<'baremetal'>, facts: TargetFacts): Guarded[] {
  const { cluster } = facts;
  const within = (kind: string, name: string) => `${kind}:${cluster}/${name}`;
  return [
    guardedCluster(`kubernetes:${API.cluster}:Cluster`, within('Cluster', cluster), {}),
    guardedCluster(
      `kubernetes:${API.controlPlane}:KubeadmControlPlane`,
      within('KubeadmControlPlane', `${cluster}-control-plane`),
      {},
    ),
    guardedData('kubernetes:core/v1:Namespace', `Namespace:${cluster}`),
    guardedData('random:index/randomBytes:RandomBytes', `${cluster}-control-plane-encryption`),
    guardedData('kubernetes:core/v1:Secret', within('Secret', `${cluster}-encryption`)),
    ...spec.target.machines.map((machine) =>
      guardedMachine(`kubernetes:${API.host}:BareMetalHost`, within('BareMetalHost', machine.name), machine),
    ),
    ...acceleratedPools(spec, facts).map(([pool]) =>
      guardedPool(
        `kubernetes:${API.cluster}:MachineDeployment`,
        within('MachineDeployment', `${cluster}-${pool.name}`),
        pool,
        {},
      ),
    ),
  ];
}

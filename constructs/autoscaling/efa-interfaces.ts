import type { EC2NodeClassNetworkInterface } from '../imports/karpenter-aws.gen.ts';

/** Machines whose first network card carries no EFA: the interfaces begin on the second. From EC2’s page on EFA. */
const CARD_0_WITHOUT_EFA = ['p6-b300.48xlarge'];

/**
 * Network interfaces of a machine with EFA: one for IP, and one for RDMA alone on every card, which takes no IP address.
 *
 * The order of cards and devices is the one of the EKS guide: the first card holds both, the others RDMA as their device 0.
 *
 * @param instance - instance type
 * @param efas - EFA interfaces that the machine has; one on each card
 */
export function efaInterfaces(instance: string, efas: number): readonly EC2NodeClassNetworkInterface[] {
  const first = CARD_0_WITHOUT_EFA.includes(instance) ? 1 : 0;
  return [
    { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' },
    ...Array.from({ length: efas }, (_, efa): EC2NodeClassNetworkInterface => {
      const card = first + efa;
      return { networkCardIndex: card, deviceIndex: card === 0 ? 1 : 0, interfaceType: 'efa-only' };
    }),
  ];
}

import type { EC2NodeClassNetworkInterface } from '../imports/karpenter-aws.gen.ts';

/**
 * Machines taken to have no EFA on their first network card, so that the interfaces begin on the second.
 *
 * EC2's page on machines with several network cards says only that the first may be without; that these are such machines was
 * not verified on one. A wrong entry shows at the launch, which EC2 refuses.
 */
const CARD_0_WITHOUT_EFA = ['p6-b300.48xlarge'];

/**
 * Network interfaces of a machine with EFA: one for IP, and one for RDMA alone on every card, which takes no IP address.
 *
 * Cards and devices as EC2's page on machines with several network cards recommends: the first card holds IP as its device 0
 * and, if it can, RDMA as its device 1; each further card RDMA as its device 0. The page names a layout of its own for P5
 * machines that also want more bandwidth for IP; this is the one with a single address.
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

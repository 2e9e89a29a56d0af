import type { NetworkPolicyPort } from '../../imports/kubernetes.gen.ts';

/** Ports of one protocol, both ends included. */
export interface PortRange {
  /** TCP, UDP or SCTP. */
  readonly protocol: string;
  /** First port. */
  readonly first: number;
  /** Last port. */
  readonly last: number;
}

/** Ports of a rule; nothing stands for every port of every protocol. */
export type Ports = readonly PortRange[] | undefined;

const HIGHEST = 65_535;

/** Ports that a rule of a NetworkPolicy names. A port's name may stand for any number: the pod's owner chooses it. */
export function portsOf(ports: readonly NetworkPolicyPort[] = []): Ports {
  if (ports.length === 0) return undefined;
  return ports.map(({ endPort, port, protocol = 'TCP' }) =>
    typeof port === 'number' ? { protocol, first: port, last: endPort ?? port } : { protocol, first: 1, last: HIGHEST },
  );
}

/** Ports that both allow, or `none`. */
export function commonPorts(a: Ports, b: Ports): Ports | 'none' {
  if (a === undefined) return b;
  if (b === undefined) return a;
  const both = a.flatMap((one) =>
    b.flatMap((other) => {
      const first = Math.max(one.first, other.first);
      const last = Math.min(one.last, other.last);
      return one.protocol === other.protocol && first <= last ? [{ protocol: one.protocol, first, last }] : [];
    }),
  );
  return both.length === 0 ? 'none' : both;
}

/** Ports in words. */
export function portsText(ports: Ports): string {
  if (ports === undefined) return 'any port';
  return ports
    .map(({ first, last, protocol }) => {
      if (first === 1 && last === HIGHEST) return `any ${protocol} port`;
      return first === last ? `${protocol} ${first}` : `${protocol} ${first}-${last}`;
    })
    .join(', ');
}

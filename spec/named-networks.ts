import type { PlatformSpec } from './platform.ts';
import type { SpecPath } from './spec-path.ts';

/** A network that the spec names. */
export interface NamedNetwork {
  /** Where it stands. */
  readonly path: SpecPath;
  /** What it is, for texts. */
  readonly what: string;
  /** The network as the user, or a default, wrote it. */
  readonly text: string;
  /** Whether it is part of the cluster's own address plan, in which nothing may overlap. */
  readonly planned: boolean;
}

/** Every network that a spec names, defaults included. */
export function namedNetworks({ target, teams }: PlatformSpec): readonly NamedNetwork[] {
  return [
    ...addressPlan(target),
    ...(target.kind === 'existing' ? target.apiServer : []).map((text, index) => ({
      path: ['target', 'apiServer', index],
      what: 'the API server',
      text,
      planned: false,
    })),
    ...teams.flatMap(({ egress, name }, team) =>
      egress.map(({ to }, index) => ({
        path: ['teams', team, 'egress', index, 'to'],
        what: `a way out of team ${name}`,
        text: to,
        planned: false,
      })),
    ),
  ];
}

function addressPlan(target: PlatformSpec['target']): NamedNetwork[] {
  if (target.kind === 'existing') return [];
  const { nodes, peers, pods, services } = target.network;
  const balancers = target.kind === 'baremetal' ? target.loadBalancers : undefined;
  const planned = (what: string, text: string, ...path: SpecPath) => ({ path, what, text, planned: true });
  return [
    planned('the nodes', nodes, 'target', 'network', 'nodes'),
    planned('the pods', pods, 'target', 'network', 'pods'),
    planned('the services', services, 'target', 'network', 'services'),
    ...peers.map((text, index) => planned('a peer', text, 'target', 'network', 'peers', index)),
    ...(balancers === undefined ? [] : [planned('the load balancers', balancers, 'target', 'loadBalancers')]),
  ];
}

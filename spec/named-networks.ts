import { addressRanges, type BuiltTarget } from './address-ranges.ts';
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
  const { peers } = target.network;
  const { nodes, pods, services } = addressRanges(target);
  const balancers = target.kind === 'baremetal' ? target.loadBalancers : undefined;
  const planned = (what: string, text: string, ...path: SpecPath) => ({ path, what, text, planned: true });
  return [
    ...nodes.map(({ path, text }) => planned('the nodes', text, ...path)),
    planned('the pods', pods.text, ...pods.path),
    planned('the services', services.text, ...services.path),
    ...peers.map((text, index) => planned('a peer', text, 'target', 'network', 'peers', index)),
    ...(balancers === undefined ? [] : [planned('the load balancers', balancers, 'target', 'loadBalancers')]),
    ...apiServerSubnets(target),
  ];
}

/** The API server's subnets in an existing network: where its owner put them, even among the nodes. */
function apiServerSubnets(target: BuiltTarget): NamedNetwork[] {
  const { existing } = 'existing' in target.network ? target.network : {};
  if (existing === undefined || !('apiServer' in existing)) return [];
  return existing.apiServer.map((text, index) => ({
    path: ['target', 'network', 'existing', 'apiServer', index],
    what: 'the API server',
    text,
    planned: false,
  }));
}

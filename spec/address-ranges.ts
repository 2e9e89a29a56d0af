import type { SpecPath } from './spec-path.ts';
import type { AwsTarget, AzureTarget, BaremetalTarget, DigitalOceanTarget, GcpTarget } from './target.ts';

/** A target whose cluster Plinth builds. */
export type BuiltTarget = AwsTarget | AzureTarget | BaremetalTarget | DigitalOceanTarget | GcpTarget;

/** An address range, and where the spec says it. */
export interface PlacedRange {
  /** Network in CIDR form. */
  readonly text: string;
  /** Where it stands. */
  readonly path: SpecPath;
}

/** Address ranges of a cluster. */
export interface AddressRanges {
  /** Those of the network that the machines are in; one, unless the network is there already. */
  readonly nodes: readonly PlacedRange[];
  /** That of the pods, where they have one of their own. */
  readonly pods: PlacedRange;
  /** That of the Services. */
  readonly services: PlacedRange;
}

/** Address ranges as they really are: those of a new network as the spec chooses them, those of an existing one as it has them. */
export function addressRanges(target: BuiltTarget): AddressRanges {
  const { nodes, pods, services } = target.network;
  const placed = (text: string, ...path: SpecPath) => ({ text, path: ['target', 'network', ...path] });
  const chosen: AddressRanges = {
    nodes: [placed(nodes, 'nodes')],
    pods: placed(pods, 'pods'),
    services: placed(services, 'services'),
  };
  if (target.kind === 'baremetal' || target.network.existing === undefined) return chosen;
  const { existing } = target.network;
  const given = { nodes: existing.addresses.map((text, index) => placed(text, 'existing', 'addresses', index)) };
  if (!('pods' in existing)) return { ...chosen, ...given };
  return {
    ...given,
    pods: placed(existing.pods.addresses, 'existing', 'pods', 'addresses'),
    services: placed(existing.services.addresses, 'existing', 'services', 'addresses'),
  };
}

import { type LanguageEndpoint, type LanguageServerSize, languageServerSize } from '../../spec/language-server-size.ts';
import type { PoolFlavor } from '../queueing/index.ts';
import type { ServingPlace } from './serving-place.ts';

/** How one server of a language model is laid out; without figures where the accelerator's memory is not known. */
export interface LanguageLayout {
  /** Units that each of its pods asks for. */
  readonly units: number;
  /** Nodes of one server. */
  readonly nodes: number;
  /** Whether its nodes talk by RDMA; it then runs in `<team>-fabric`. */
  readonly fabric: boolean;
  /** The arithmetic behind it. @default - not known: vLLM measures for itself */
  readonly size?: LanguageServerSize;
}

/** How an endpoint's servers are laid out on its pool. */
export function languageLayout(endpoint: LanguageEndpoint, place: ServingPlace): LanguageLayout {
  const { nodes } = endpoint;
  const size = languageServerSize(endpoint, place.pool.shape, place.pool.pool.sharing);
  const units = size?.acceleratorsPerNode ?? endpoint.accelerators ?? Math.max(1, place.pool.shape.unitsPerNode);
  return { units, nodes, fabric: nodes > 1 && hasFabric(place), size };
}

/** Namespace that an endpoint's servers run in. */
export function languageNamespace(endpoint: LanguageEndpoint, place: ServingPlace): string {
  return languageLayout(endpoint, place).fabric ? (place.fabricNamespace ?? place.namespace) : place.namespace;
}

function hasFabric({ fabricNamespace, pool }: { fabricNamespace?: string; pool: PoolFlavor }): boolean {
  return fabricNamespace !== undefined && pool.facts.fabric !== undefined;
}

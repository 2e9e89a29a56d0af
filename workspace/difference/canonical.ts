import { parseQuantity } from '../../spec/quantity.ts';
import { parseDuration } from './duration.ts';

/** Maps whose values are amounts of resources. */
const AMOUNTS = ['requests', 'limits', 'hard', 'capacity', 'allocatable', 'podFixed', 'minResources'];
/** Maps of a LimitRange whose values are amounts; they stand in its list `limits`. */
const BOUNDS = ['default', 'defaultRequest', 'min', 'max'];
/** Fields that are amounts of resources wherever they stand. */
const AMOUNT = /^(cpu|memory|storage|ephemeral-storage)$|(Quota|Limit)$/;
/** Fields that are lengths of time where their text reads as one. */
const DURATION =
  /(timeout|interval|duration|period|backoff|delay|ttl|deadline|window|retention|every|maxAge|(expire|consolidate|requeue)After|renewBefore)$/i;
/** Maps of texts that mean nothing to Kubernetes but themselves. */
const OPAQUE = /^(labels|annotations|matchLabels|selector|nodeSelector|nodeLabels|data|stringData|binaryData)$/;

/**
 * Writes a value so that equal meanings are equal texts: keys sorted, and amounts and lengths of time in one form where
 * their place says that they are such (`1000m` and `1`, `60s` and `1m`). Anywhere else a text is only equal to itself.
 *
 * @param names - keys of the maps around the value, from the root; list positions are left out
 */
export function canonical(value: unknown, names: readonly string[]): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, names)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, [...names, key])}`).join(',')}}`;
  }
  if (typeof value === 'string') return meaning(value, names) ?? JSON.stringify(value);
  return (typeof value === 'number' ? meaning(value, names) : undefined) ?? String(value);
}

function meaning(value: string | number, names: readonly string[]): string | undefined {
  if (names.some((name) => OPAQUE.test(name))) return undefined;
  if (isAmount(names)) {
    const amount = parseQuantity(value);
    return amount && `amount ${amount.units}e${amount.exponent}`;
  }
  if (typeof value === 'string' && DURATION.test(names.at(-1) ?? '')) {
    const length = parseDuration(value);
    return length === undefined ? undefined : `duration ${length}`;
  }
  return undefined;
}

function isAmount(names: readonly string[]): boolean {
  const [around = '', parent = '', name = ''] = [names.at(-3), names.at(-2), names.at(-1)];
  return AMOUNT.test(name) || AMOUNTS.includes(parent) || (around === 'limits' && BOUNDS.includes(parent));
}

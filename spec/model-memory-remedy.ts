import { type LanguageEndpoint, type LanguageServerSize, languageServerSize } from './language-server-size.ts';
import type { PoolSpec } from './pool.ts';
import type { PoolShape } from './pool-shape.ts';

/** Steps in which a shorter context is proposed. Unit: tokens. */
const CONTEXT_STEP = 256;

/**
 * The single edits after which an endpoint's model fits its pool, most like what was asked first; at most three.
 *
 * @param tooLarge - the size that does not fit
 */
export function memoryRemedy(
  endpoint: LanguageEndpoint,
  pool: PoolSpec,
  shape: PoolShape,
  tooLarge: LanguageServerSize,
): string {
  const edits = [...proposals(endpoint, pool, tooLarge)]
    .filter(({ change }) => languageServerSize({ ...endpoint, ...change }, shape, pool.sharing)?.fits === true)
    .map(({ words }) => words);
  // Of several lower precisions or numbers of nodes that would do, the first is enough.
  const first = edits.filter((words, index) => edits.findIndex((each) => kindOf(each) === kindOf(words)) === index);
  if (first.length === 0) return 'choose a pool whose nodes have more accelerator memory, or a smaller model';
  return first.slice(0, 3).join(', or ');
}

interface Proposal {
  readonly change: Partial<LanguageEndpoint>;
  readonly words: string;
}

function* proposals(endpoint: LanguageEndpoint, pool: PoolSpec, size: LanguageServerSize): Iterable<Proposal> {
  if (endpoint.accelerators !== undefined) yield { change: { accelerators: undefined }, words: 'remove accelerators' };
  for (const nodes of [2, 4, 8, 16])
    if (nodes > endpoint.nodes && nodes <= pool.nodes.max && pool.sharing.kind === 'whole')
      yield { change: { nodes }, words: `set nodes to ${nodes}` };
  const sequences = Math.floor(size.concurrency);
  if (sequences >= 1) yield { change: { sequences }, words: `set sequences to ${sequences}` };
  for (const precision of ['fp8', 'int4'] as const)
    if (size.precision === 'bf16' || (size.precision !== 'mxfp4' && precision === 'int4'))
      yield { change: { precision }, words: `set precision to ${precision}` };
  if (endpoint.kvCache === 'bf16') yield { change: { kvCache: 'fp8' }, words: 'set kvCache to fp8' };
  const context = Math.floor((endpoint.context * size.concurrency) / endpoint.sequences / CONTEXT_STEP) * CONTEXT_STEP;
  if (context >= CONTEXT_STEP) yield { change: { context }, words: `set context to ${context}` };
}

function kindOf(words: string): string {
  return words.slice(0, words.lastIndexOf(' '));
}

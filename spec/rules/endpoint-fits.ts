import { models } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import { dividesHeads, type LanguageEndpoint, languageServerSize } from '../language-server-size.ts';
import { memoryRemedy } from '../model-memory-remedy.ts';
import { memoryText, thousands } from '../model-memory-text.ts';
import { shapeOf, shapeTitle } from '../model-shape.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { pathText } from '../spec-path.ts';

/** A language model fits the accelerators of its pool, with as many answers of the asked length as are asked for. */
export function* endpointFits(spec: PlatformSpec): Iterable<Finding> {
  for (const [index, endpoint] of (spec.serving?.endpoints ?? []).entries()) {
    if (endpoint.kind !== 'language') continue;
    const wrong = unknownShape(endpoint, index) ?? tooLongContext(endpoint, index) ?? indivisible(endpoint, index);
    const found = wrong ?? tooLarge(spec, endpoint, index);
    if (found !== undefined) yield found;
  }
}

function unknownShape({ shape }: LanguageEndpoint, index: number): Finding | undefined {
  if (typeof shape !== 'string' || shapeOf(shape) !== undefined) return undefined;
  return {
    code: 'ENDPOINT_SHAPE_UNKNOWN',
    level: 'error',
    at: pathText(['serving', 'endpoints', index, 'shape']),
    problem: `no model of the catalogue is called ${shape}`,
    fix: `${fixByName(shape, Object.keys(models))}, or state its figures`,
  };
}

function tooLongContext({ context, shape }: LanguageEndpoint, index: number): Finding | undefined {
  const most = shapeOf(shape)?.context;
  if (most === undefined || context <= most) return undefined;
  return {
    code: 'ENDPOINT_CONTEXT_TOO_LONG',
    level: 'error',
    at: pathText(['serving', 'endpoints', index, 'context']),
    problem: `${shapeTitle(shape)} was made for at most ${thousands(most)} tokens, not ${thousands(context)}`,
    fix: `set context to ${most} or less; if the model’s settings stretch it, state its figures as shape`,
  };
}

function indivisible({ accelerators, shape }: LanguageEndpoint, index: number): Finding | undefined {
  const figures = shapeOf(shape);
  if (figures === undefined || accelerators === undefined || dividesHeads(figures, accelerators)) return undefined;
  const possible = [1, 2, 4, 8, 16].filter((count) => dividesHeads(figures, count));
  return {
    code: 'ENDPOINT_HEADS_INDIVISIBLE',
    level: 'error',
    at: pathText(['serving', 'endpoints', index, 'accelerators']),
    problem: `${figures.heads} attention heads and ${figures.kvHeads} of keys and values of ${shapeTitle(shape)} cannot be divided among ${accelerators} accelerators`,
    fix: `set accelerators to one of ${possible.join(', ')}, or remove it`,
  };
}

function tooLarge({ pools, target }: PlatformSpec, endpoint: LanguageEndpoint, index: number): Finding | undefined {
  const pool = pools.find(({ name }) => name === endpoint.pool);
  const machine = pool && poolShape(target.kind, pool);
  if (pool === undefined || machine?.accelerator === undefined) return undefined;
  const size = languageServerSize(endpoint, machine, pool.sharing);
  if (size === undefined || size.fits) return undefined;
  const title = shapeTitle(endpoint.shape);
  return {
    code: 'ENDPOINT_MODEL_MEMORY',
    level: 'error',
    at: pathText(['serving', 'endpoints', index]),
    problem: `${title} in ${size.precision} does not fit ${size.acceleratorsPerNode * size.nodes} × ${machine.accelerator.title} of pool ${pool.name}: ${memoryText(size)}`,
    fix: memoryRemedy(endpoint, pool, machine, size),
  };
}

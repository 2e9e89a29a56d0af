import { engineBinary } from '../../rehearsal/engines.ts';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import type { RenderTools } from './render-chart.ts';
import { run } from './run.ts';

/**
 * Finds helm and kubectl: the ones asked for, those that `plinth engines build` made, or those on the PATH.
 *
 * @param helm - path of helm. @default - the rehearsal's own, then the PATH
 * @throws {PlatformError} `TOOL_MISSING` where there is none.
 */
export async function renderTools(kubernetes: string, helm?: string): Promise<RenderTools> {
  return {
    kubernetes,
    helm: await tool('helm', helm, ['version', '--short']),
    kubectl: await tool('kubectl', undefined, ['version', '--client']),
  };
}

async function tool(name: 'helm' | 'kubectl', asked: string | undefined, probe: readonly string[]): Promise<string> {
  const candidates = asked === undefined ? [...built(name), name] : [asked];
  for (const candidate of candidates) {
    if ((await run(candidate, probe)).code === 0) return candidate;
  }
  const finding: Finding = {
    code: 'TOOL_MISSING',
    level: 'error',
    at: '(tools)',
    problem: `${asked ?? name} cannot be run; charts are rendered with it`,
    fix: `install ${name}, or build it with \`plinth engines build tools\``,
  };
  throw new PlatformError([finding]);
}

function built(name: 'helm' | 'kubectl'): string[] {
  try {
    return [engineBinary(name)];
  } catch {
    // Not built: the PATH is asked next.
    return [];
  }
}

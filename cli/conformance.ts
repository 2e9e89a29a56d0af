import { Command } from 'commander';
import type { Conformance } from '../workspace/conformance/conformance.ts';
import { EXIT, paint, patience, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

/** `plinth conformance FILE`: the CNCF checklist for AI platforms, with evidence and gaps. */
export function conformance(): Command {
  return new Command('conformance')
    .description(
      'fill the CNCF Kubernetes AI conformance checklist in, with evidence from what is rendered, and its gaps',
    )
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .option('--json', 'print the checklist as JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: CommonOptions) => runVerb(options, () => fillIn(file, options)));
}

const HELP = `
Example:
  $ plinth conformance platform.yaml > PRODUCT.yaml

Evidence are objects of the rendered platform, and tests of Plinth that ran the same with real controllers and simulated
accelerators. A certificate needs real ones: each note says what they alone can show. Exit code 1 while a MUST is missing.`;

async function fillIn(file: string, { json }: CommonOptions): Promise<number> {
  const { conformance: filledIn, conformanceYaml } = await import('../workspace/conformance/conformance.ts');
  const { sceneOf } = await import('../workspace/score/examine-score.ts');
  const waiting = patience('reading what is rendered');
  const scene = await sceneOf(file).finally(waiting);
  const found = filledIn(scene);
  print(json ? found : conformanceYaml(found, scene));
  if (!json) tell(file, found);
  return found.missing.length === 0 ? EXIT.done : EXIT.found;
}

function tell(file: string, { missing, sections, version }: Conformance): void {
  const all = Object.values(sections).flat();
  const count = (level: 'MUST' | 'SHOULD') => {
    const own = all.filter((each) => each.level === level);
    const held = own.filter(({ status }) => status === 'Implemented' || status === 'N/A');
    return `${held.length} of ${own.length} ${level}`;
  };
  const word = missing.length === 0 ? paint('green', 'every MUST') : paint('red', 'not every MUST');
  say(`${word}: ${count('MUST')}, ${count('SHOULD')} of ${version}`);
  for (const { id, notes } of missing) say(`  ${id}: ${notes}`);
  say(`next: plinth sbom ${file} lists what it consists of`);
}

import { Command } from 'commander';
import { EXIT, patience, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

/** `plinth sbom FILE`: everything that the platform consists of, as CycloneDX. */
export function sbom(): Command {
  return new Command('sbom')
    .description('list every chart, definition and image with digest and licence, as CycloneDX 1.6 in JSON')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .option('--json', 'the list is JSON anyway; findings are then too')
    .addHelpText('after', HELP)
    .action((file: string, options: CommonOptions) => runVerb(options, () => list(file)));
}

const HELP = `
Example:
  $ plinth sbom platform.yaml > platform.cdx.json

The same spec and lock give the same bytes. Digests and definitions of charts come from the lock.`;

async function list(file: string): Promise<number> {
  const { billOfFile } = await import('../workspace/sbom/bill-of-file.ts');
  const waiting = patience('listing what is rendered');
  const { text, unlocked } = await billOfFile(file).finally(waiting);
  print(text);
  if (unlocked.length > 0)
    say(`what is in ${unlocked.length} charts is not known without a lock; next: plinth lock ${file}`);
  return EXIT.done;
}

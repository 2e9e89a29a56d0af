import { Command } from 'commander';
import { EXIT, print } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

/** `plinth explain PATH`: what one part of the spec means. */
export function explain(): Command {
  return new Command('explain')
    .description('say what a part of the spec means, its unit, range and default')
    .argument('[path]', 'path in the spec, such as pools.sharing; without it the whole spec')
    .option('--json', 'print the JSON Schema of that part')
    .addHelpText('after', '\nExample:\n  $ plinth explain teams.quota.guaranteed')
    .action((path: string | undefined, options: CommonOptions) => runVerb(options, () => tell(path ?? '', options)));
}

async function tell(path: string, { json }: CommonOptions): Promise<number> {
  const { explainPath, schemaAt } = await import('../spec/reference.ts');
  print(json ? schemaAt(path) : `${explainPath(path)}\n`);
  return EXIT.done;
}

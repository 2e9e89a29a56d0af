import { Command } from 'commander';
import { EXIT, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface DiffOptions extends CommonOptions {
  readonly against: string;
  readonly path?: string;
}

/** `plinth diff FILE --against DIR|REV`: object by object, field by field. */
export function diff(): Command {
  return new Command('diff')
    .description('compare a platform with a rendered folder or with a Git revision of it')
    .argument('<file>', 'spec: platform.yaml, platform.ts or fleet.yaml')
    .requiredOption('-a, --against <dir|rev>', 'rendered folder, or a Git revision')
    .option(
      '--path <dir>',
      'rendered folder inside the repository, when comparing with a revision (default: the spec itself at that revision)',
    )
    .option('--json', 'print the differences as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth diff platform.yaml --against deploy/prod\n  $ plinth diff platform.yaml --against HEAD~1',
    )
    .action((file: string, options: DiffOptions) => runVerb(options, () => compare(file, options)));
}

async function compare(file: string, options: DiffOptions): Promise<number> {
  const { against, json, path } = options;
  const { isFleet } = await import('../workspace/fleet/fleet-file.ts');
  if (await isFleet(file)) {
    const { diffFleet } = await import('./fleet-verbs.ts');
    return diffFleet(file, options);
  }
  const { drawPlatform } = await import('../workspace/drawn-platform.ts');
  const { earlierObjects } = await import('../workspace/difference/earlier-objects.ts');
  const { differences, differenceText, renderedObjects } = await import('../workspace/difference/index.ts');
  const { folder } = await drawPlatform(file);
  const found = differences(await earlierObjects(file, against, path), renderedObjects(folder));
  if (json) print({ differences: found });
  else if (found.length > 0)
    print(differenceText(found, { colour: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined }));
  if (!json && found.length === 0) say('no differences');
  return found.length === 0 ? EXIT.done : EXIT.found;
}

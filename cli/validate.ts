import { Command } from 'commander';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface ValidateOptions extends CommonOptions {
  readonly sarif?: boolean;
  readonly strict?: boolean;
}

/** `plinth validate FILE`: everything that is wrong with a platform, at once. */
export function validate(): Command {
  return new Command('validate')
    .description('check a platform and show every finding at once')
    .argument('<file>', 'spec: platform.yaml, platform.ts or fleet.yaml')
    .option('--json', 'print findings as JSON')
    .option('--sarif', 'print findings as SARIF, for code review tools')
    .option('--strict', 'fail on warnings too')
    .addHelpText('after', '\nExample:\n  $ plinth validate my-platform/platform.yaml')
    .action((file: string, options: ValidateOptions) => runVerb(options, () => check(file, options)));
}

async function check(file: string, options: ValidateOptions): Promise<number> {
  const { isFleet } = await import('../workspace/fleet/fleet-file.ts');
  if (await isFleet(file)) {
    const { validateFleet } = await import('./fleet-verbs.ts');
    return validateFleet(file, options);
  }
  const { examinePlatform } = await import('../workspace/examine-platform.ts');
  const { findings, spec } = await examinePlatform(file);
  if (options.sarif) {
    const { sarif } = await import('../workspace/sarif.ts');
    print(sarif(findings));
  } else if (options.json || findings.length > 0) report(findings, options);
  if (spec === undefined) return findings.some(({ code }) => code.startsWith('FILE_')) ? EXIT.failed : EXIT.found;
  if (options.strict && findings.length > 0) return EXIT.found;
  if (!options.json && !options.sarif) {
    say(
      `${paint('green', 'valid')}: ${spec.metadata.name} on ${spec.target.kind}, ${spec.pools.length} pools, ${spec.teams.length} teams`,
    );
    say(`next: plinth synth ${file} --out deploy/${spec.metadata.environment}`);
  }
  return EXIT.done;
}

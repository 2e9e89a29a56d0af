import { Command } from 'commander';
import { eachPlatform } from './each-platform.ts';
import { EXIT, paintOutput, print, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

/** `plinth cost FILE`: money before anything is deployed. */
export function cost(): Command {
  return new Command('cost')
    .description('say what the platform will cost, by pool and team, with every assumption and the date of each price')
    .argument('<file>', 'spec: platform.yaml, platform.ts or fleet.yaml')
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', '\nExample:\n  $ plinth cost platform.yaml')
    .action((file: string, options: CommonOptions) =>
      runVerb(options, () => eachPlatform(file, options, (one) => tell(one, options))),
    );
}

async function tell(file: string, options: CommonOptions): Promise<number> {
  const { loadPlatform } = await import('../workspace/platform-file.ts');
  const { platformCost } = await import('../workspace/cost/platform-cost.ts');
  const { costFindings } = await import('../workspace/cost/cost-findings.ts');
  const { placed } = await import('../spec/parse-platform.ts');
  const { findings: warnings, source, spec } = await loadPlatform(file);
  const found = platformCost(spec);
  const findings = placed([...warnings, ...costFindings(found)], source);
  if (options.json) {
    print({ ...found, findings });
    return EXIT.done;
  }
  const { costText } = await import('../workspace/cost/cost-text.ts');
  print(costText(found, paintOutput));
  report(findings, options);
  say(`next: plinth rehearse ${file} shows how much of it would be used`);
  return EXIT.done;
}

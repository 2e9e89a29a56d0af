import { Command } from 'commander';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface RecoverOptions extends CommonOptions {
  readonly context?: string;
}

/** `plinth fleet`: what a fleet needs once it runs. */
export function fleet(): Command {
  return new Command('fleet').description('help jobs of a fleet whose cluster is lost').addCommand(
    new Command('recover')
      .description('let jobs whose cluster did not come back start anew in another one')
      .option('--context <name>', 'context of kubectl for the fleet’s manager (default: the current one)')
      .option('--json', 'print the jobs as JSON')
      .addHelpText('after', HELP)
      .action((options: RecoverOptions) => runVerb(options, () => recover(options))),
  );
}

const HELP = `
Example:
  $ plinth fleet recover --context control

Kueue takes a job back when its cluster has not answered for jobs.dispatch.lostAfter, and then waits for its pods to end. Nobody can
tell that of a lost cluster; this does. Safe to run at any time, for example every few minutes: it touches only such jobs.`;

async function recover({ context, json }: RecoverOptions): Promise<number> {
  const { run } = await import('../workspace/lock/run.ts');
  const { recoverLost } = await import('../workspace/fleet/recover-lost.ts');
  const flags = context === undefined ? [] : ['--context', context];
  const jobs = await recoverLost((words) => run('kubectl', [...flags, ...words]));
  if (json) print({ recovered: jobs });
  else if (jobs.length === 0) say('no job waits for a lost cluster');
  else
    for (const { kind, name, namespace } of jobs) say(`${paint('green', 'starts anew')}: ${kind} ${namespace}/${name}`);
  return EXIT.done;
}

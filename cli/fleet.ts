import { Command } from 'commander';
import { promote } from './fleet-promote.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface RecoverOptions extends CommonOptions {
  readonly context?: string;
  readonly down: readonly string[];
}

/** `plinth fleet`: what a fleet needs once it runs. */
export function fleet(): Command {
  return new Command('fleet')
    .description('take versions from stage to stage; help jobs whose cluster is lost')
    .addCommand(promote())
    .addCommand(
      new Command('recover')
        .description('let jobs whose cluster did not come back start anew in another one')
        .option('--context <name>', 'context of kubectl for the fleet’s manager (default: the current one)')
        .option('--down <cluster>', 'cluster on which nothing runs any more; may be given again', collect, [])
        .option('--json', 'print the jobs as JSON')
        .addHelpText('after', HELP)
        .action((options: RecoverOptions) => runVerb(options, () => recover(options))),
    );
}

const HELP = `
Example:
  $ plinth fleet recover --context control --down paris

Kueue takes a job back when its cluster has not answered for jobs.dispatch.lostAfter, and then waits for its pods to end. Nobody can
tell that of a lost cluster; this does, for such jobs only. A cluster that is only cut off still runs its jobs: so each cluster that
is out of reach must be named as down by somebody who made sure. Without --down it says which jobs wait, and for which clusters.
Exit codes: 0 done or nothing waits, 1 a cluster may still run what waits, 2 could not run.`;

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

async function recover({ context, down, json }: RecoverOptions): Promise<number> {
  const { run } = await import('../workspace/lock/run.ts');
  const { recoverLost } = await import('../workspace/fleet/recover-lost.ts');
  const flags = context === undefined ? [] : ['--context', context];
  const jobs = await recoverLost((words) => run('kubectl', [...flags, ...words]), down);
  if (json) print({ recovered: jobs });
  else if (jobs.length === 0) say('no job waits for a lost cluster');
  else
    for (const { kind, name, namespace } of jobs) say(`${paint('green', 'starts anew')}: ${kind} ${namespace}/${name}`);
  return EXIT.done;
}

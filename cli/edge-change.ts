import { Argument, Command } from 'commander';
import type { RolloutChange } from '../workspace/edge/change-rollout.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface ChangeOptions extends CommonOptions {
  readonly out: string;
  readonly images?: boolean;
}

/** Verbs that say what shall become of the newest rollout. */
export function edgeChange(): readonly Command[] {
  return [
    plain('pause', 'let the newest rollout go no further; sites that have it keep it'),
    plain('resume', 'let a paused rollout go on'),
    plain('retry', 'try a rollout again that the hub took back'),
    plain('rollback', 'take the newest rollout back: every site returns to the model before, first in its queue'),
    verdict(),
  ];
}

function plain(kind: Exclude<RolloutChange['kind'], 'verdict'>, description: string): Command {
  return changing(kind, description)
    .addHelpText('after', `\nExample:\n  $ plinth edge ${kind} platform.yaml defects --out deploy/prod`)
    .action((file: string, workload: string, options: ChangeOptions) => change(file, workload, options, { kind }));
}

/** `plinth edge verdict FILE WORKLOAD RING pass|fail`. */
function verdict(): Command {
  return changing(
    'verdict',
    'write down what was judged of a ring; one that waits for it goes on, or everything goes back',
  )
    .argument('<ring>', 'ring of edge.rings')
    .addArgument(new Argument('<verdict>', 'what was judged').choices(['pass', 'fail']))
    .addHelpText('after', '\nExample:\n  $ plinth edge verdict platform.yaml defects canary pass --out deploy/prod')
    .action((file: string, workload: string, ring: string, verdict: 'pass' | 'fail', options: ChangeOptions) =>
      change(file, workload, options, { kind: 'verdict', ring, verdict }),
    );
}

function changing(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .argument('<workload>', 'workload of the spec’s edge.workloads')
    .requiredOption('-o, --out <dir>', 'Git folder that synth writes')
    .option('--images', 'of its images, not of its model')
    .option('--json', 'print the outcome as JSON');
}

function change(file: string, workload: string, options: ChangeOptions, wanted: RolloutChange): Promise<void> {
  return runVerb(options, async () => {
    const { rolloutDesk } = await import('../workspace/edge/rollout-desk.ts');
    const { changeRollout } = await import('../workspace/edge/change-rollout.ts');
    const carries = options.images === true ? 'images' : 'model';
    const made = await changeRollout(await rolloutDesk(file, options.out), workload, wanted, carries);
    if (options.json) print(made);
    else {
      const word = made.changed ? paint('green', 'written') : paint('yellow', 'as before');
      const leads = made.leads === made.number ? '' : `; rollout ${made.leads} leads again`;
      say(`${word}: ${wanted.kind} of rollout ${made.number} of ${made.workload}${leads}`);
      if (made.changed) say(`next: commit ${options.out}/releases; reverting that commit takes it back`);
    }
    return EXIT.done;
  });
}

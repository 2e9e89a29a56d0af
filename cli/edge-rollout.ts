import { Command } from 'commander';
import type { RolloutInput } from '../workspace/edge/new-rollout.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface RolloutOptions extends CommonOptions, RolloutInput {
  readonly out: string;
}

const HELP = `
Example:
  $ plinth edge rollout platform.yaml defects --out deploy/prod --from model --manifest manifest.json \\
      --bundle model.sigstore.json --store store

The signature is checked, then the files against the manifest, then they are cut into pieces; only then a file is written.
Copy the store to where the hub reads it, then commit. The same model again changes nothing.`;

/** `plinth edge rollout FILE WORKLOAD`: a new model for a workload of the sites. */
export function edgeRollout(): Command {
  return new Command('rollout')
    .description('begin to bring a signed model to the sites of a workload, ring by ring')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .argument('<workload>', 'server of the spec’s edge.workloads')
    .requiredOption('-o, --out <dir>', 'Git folder that synth writes')
    .requiredOption('--from <dir>', 'folder with the files of the model')
    .requiredOption('--manifest <file>', 'its manifest, which was signed: plinth edge manifest writes one')
    .requiredOption('--bundle <file>', 'the signature: what cosign sign-blob --bundle wrote')
    .requiredOption('--store <dir>', 'folder for the pieces; copy it to the store that the hub reads')
    .option('--signer <name>', 'who signed: a name of releases.signers (default: the only one)')
    .option('--engine <program>', 'program that cuts files into pieces (default: desync, else casync)')
    .option('--urgent', 'to all rings at once, outside of windows too')
    .option('--hub <url>', 'address of the hub’s figures, to ask whether the rollout before is done')
    .option('--supersede', 'take the place of a rollout that may be under way')
    .option('--note <text>', 'anything worth knowing')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', HELP)
    .action((file: string, workload: string, options: RolloutOptions) =>
      runVerb(options, async () => {
        const { rolloutDesk } = await import('../workspace/edge/rollout-desk.ts');
        const { newRollout } = await import('../workspace/edge/new-rollout.ts');
        const made = await newRollout(await rolloutDesk(file, options.out), workload, options);
        if (options.json) print(made);
        else {
          const word = made.repeated ? paint('yellow', 'there already') : paint('green', 'written');
          say(`${word}: ${options.out}/${made.file}: rollout ${made.number} of ${workload}, model ${made.model}`);
          say(`next: copy ${options.store} to the store of the hub, then commit ${options.out}/releases`);
        }
        return EXIT.done;
      }),
    );
}

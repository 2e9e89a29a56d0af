import { Command, Option } from 'commander';
import type { RolloutInput } from '../workspace/edge/new-rollout.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface RolloutOptions extends CommonOptions, Omit<RolloutInput, 'from' | 'carries'> {
  readonly out: string;
  readonly from?: string;
  readonly images?: string;
}

const HELP = `
Example:
  $ plinth edge rollout platform.yaml defects --out deploy/prod --from model --manifest manifest.json \\
      --bundle model.sigstore.json --store store
  $ plinth edge rollout platform.yaml defects --out deploy/prod --images images --manifest images.json \\
      --bundle images.sigstore.json --store store

The signature is checked, then the files against the manifest, then they are cut into pieces; only then a file is written.
Copy the store to where the hub reads it, then commit. The same model again changes nothing.`;

/** `plinth edge rollout FILE WORKLOAD`: a new model for a workload of the sites. */
export function edgeRollout(): Command {
  return new Command('rollout')
    .description('begin to bring a signed model, or signed images, to the sites of a workload, ring by ring')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .argument('<workload>', 'workload of the spec’s edge.workloads')
    .requiredOption('-o, --out <dir>', 'Git folder that synth writes')
    .option('--from <dir>', 'folder with the files of the model')
    .addOption(
      new Option('--images <dir>', 'folder with images in the form of OCI, instead of a model').conflicts('from'),
    )
    .requiredOption('--manifest <file>', 'the manifest, which was signed: plinth edge manifest writes one')
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
        const made = await newRollout(await rolloutDesk(file, options.out), workload, await inputOf(options));
        if (options.json) print(made);
        else {
          const word = made.repeated ? paint('yellow', 'there already') : paint('green', 'written');
          const what = made.images === undefined ? 'model' : 'images';
          say(`${word}: ${options.out}/${made.file}: rollout ${made.number} of ${workload}, ${what} ${made.model}`);
          for (const { architectures, digest } of made.images ?? []) say(`  ${digest} (${architectures.join(', ')})`);
          say(`next: copy ${options.store} to the store of the hub, then commit ${options.out}/releases`);
        }
        return EXIT.done;
      }),
    );
}

/** A rollout carries one of the two. */
async function inputOf({ from, images, ...others }: RolloutOptions): Promise<RolloutInput> {
  const folder = images ?? from;
  if (folder !== undefined) return { ...others, from: folder, carries: images === undefined ? undefined : 'images' };
  const { edgeError } = await import('../workspace/edge/edge-paths.ts');
  throw edgeError('EDGE_CARGO_MISSING', '--from', {
    problem: 'neither --from nor --images is given, so nothing would come',
    fix: 'name the folder with the files of a model with --from, or one with images with --images',
  });
}

import { Argument, Command } from 'commander';
import type { LinuxArchitecture } from '../rehearsal/engines.ts';
import { OWN_IMAGES, type OwnImageKind } from '../workspace/own-image/image-recipe.ts';
import { EXIT, paint, print, progress, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface BuildOptions extends CommonOptions {
  readonly to?: string;
  readonly out?: string;
  readonly arch: string;
  readonly base?: string;
}

const HELP = `
edge   agent of a site and hub, for edge.image: two static programs, built here with Go from their pinned sources
judge  this program, for verification.image, on an image with Node

Example:
  $ plinth build edge --to registry.example.org/platform/plinth-edge:v1
  $ plinth build judge --to registry.example.org/platform/plinth:v1 --base registry.example.org/node:24-slim

No daemon is needed; the registry is signed in to as docker login left it. The same sources give the same digest.`;

/** `plinth build edge|judge`: the images that a platform names of Plinth's own. */
export function build(): Command {
  return new Command('build')
    .description('build an image of Plinth’s own without Docker, and put it into your registry')
    .addArgument(new Argument('<image>', 'which').choices(OWN_IMAGES))
    .option('--to <image>', 'name with a tag, in the registry that it is put into')
    .option('-o, --out <dir>', 'folder for it as an OCI layout (default: none is kept)')
    .option('--arch <list>', 'processors that it is for', 'amd64,arm64')
    .option('--base <image>', 'image with Node that the judge stands on (default: docker.io/library/node:24-slim)')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', HELP)
    .action((image: OwnImageKind, options: BuildOptions) => runVerb(options, () => make(image, options)));
}

async function make(image: OwnImageKind, options: BuildOptions): Promise<number> {
  const { ownImage } = await import('../workspace/own-image/own-image.ts');
  const { dockerCredentials } = await import('../workspace/bundle/registry-credentials.ts');
  const { end, step } = progress();
  const access = { credentials: dockerCredentials() };
  const { arch, base, out, to } = options;
  const architectures = arch.split(',').map((each) => each.trim()) as LinuxArchitecture[];
  const made = await ownImage(image, { to, out, base, architectures, access, onStep: step }).finally(end);
  if (options.json) print(made);
  else {
    say(`${paint('green', 'built')}: ${made.name}, for ${architectures.join(' and ')}`);
    if (to === undefined) say(`next: copy ${out} into your registry, for example with skopeo or oras`);
    else say(`next: write ${made.field}: ${made.name}`);
  }
  return EXIT.done;
}

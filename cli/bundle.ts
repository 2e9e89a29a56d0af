import { Command, InvalidArgumentError } from 'commander';
import type { MakeBundleOptions } from '../workspace/bundle/make-bundle.ts';
import { EXIT, paint, print, progress, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface BundleOptions extends CommonOptions {
  readonly out?: string;
  readonly arch?: readonly string[];
  readonly charts: string | false;
  readonly releases?: string;
  readonly from?: string;
  readonly since?: string;
  readonly split?: number;
  readonly layers: boolean;
  readonly tool: boolean;
  readonly signatures: boolean;
  readonly models: boolean;
  readonly zarf?: boolean;
  readonly hauler?: boolean;
  readonly helm?: string;
}

interface LoadOptions extends CommonOptions {
  readonly to?: string;
  readonly digest?: string;
}

/** `plinth bundle FILE --out DIR` and `plinth bundle load DIR`: a platform carried into a closed network. */
export function bundle(): Command {
  return new Command('bundle')
    .description('put everything that a closed network needs into one folder, and load it there')
    .argument('[file]', 'spec: platform.yaml or platform.ts')
    .option('-o, --out <dir>', 'folder of the bundle; run again, it gets only what is missing')
    .option(
      '--arch <list>',
      'architectures of images, such as amd64,arm64 (default: those of the pools)',
      architecturesIn,
    )
    .option(
      '--charts <source>',
      '"network", "modules" (Go modules), or a folder with one chart per component',
      'network',
    )
    .option('--no-charts', 'leave charts out: on the closed side no lock can be made anew')
    .option('--releases <dir>', 'the committed folder: its released models, their images and signatures go along')
    .option('--from <registry>', 'registry to ask instead of each image’s own, with a folder for each, such as a proxy')
    .option('--since <dir>', 'an older bundle, which the closed side has: only what is new is carried')
    .option('--split <size>', 'size of a medium, such as 4GiB: the bundle is laid into one folder for each', sizeOf)
    .option('--no-layers', 'fetch no layers: a list with every digest and size, which cannot be loaded')
    .option('--no-tool', 'leave this program out')
    .option('--no-signatures', 'do not look for signatures of images')
    .option('--no-models', 'leave out models that the lock does not know: the closed side’s own store has them')
    .option('--zarf', 'write zarf.yaml, and the manifests as Zarf wants them')
    .option('--hauler', 'write hauler.yaml')
    .option('--helm <path>', 'helm to fetch charts with (default: the rehearsal’s own, then helm on PATH)')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: BundleOptions) => runVerb(options, () => make(file, options)))
    .addCommand(models())
    .addCommand(load());
}

function models(): Command {
  return new Command('models')
    .description('fetch the models that the spec names on Hugging Face and in S3, and pin them in platform.lock')
    .argument('<file>', 'spec: platform.yaml or platform.ts; its lock must be there')
    .option('-o, --out <dir>', 'folder of the bundle; run again, it gets only what is missing')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', MODELS_HELP)
    .action((file: string, _: object, command: Command) => {
      const options = command.optsWithGlobals<BundleOptions>();
      return runVerb(options, () => pin(file, options));
    });
}

const MODELS_HELP = `
Example:
  $ plinth bundle models platform.yaml --out bundle

Each becomes an artefact of the closed side’s registry, under the name that images.mirrors gives it; in the map Hugging Face is
huggingface.co, and S3 is s3.amazonaws.com, whichever store is asked. Afterwards \`synth\` names the artefacts by digest.

Environment: HF_ENDPOINT, HF_TOKEN; AWS_ENDPOINT_URL_S3 (or AWS_ENDPOINT_URL), AWS_REGION, AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.`;

function load(): Command {
  return new Command('load')
    .description('compare every byte with the list, put the images into a registry, and prove that none is missing')
    .argument('<dir>', 'folder of the bundle; of a split one, the folder that the media were copied into')
    .option('--to <registry>', 'registry by the name that it has here (default: the host of the mirrors)')
    .option('--digest <digest>', 'digest of the bundle’s list, as its maker told it')
    .option('--json', 'print every name with its digest as JSON')
    .addHelpText('after', '\nExample:\n  $ plinth bundle load /media/bundle --to registry.internal.example.org')
    .action((folder: string, _: LoadOptions, command: Command) => {
      const options = command.optsWithGlobals<LoadOptions>();
      return runVerb(options, () => loadInto(folder, options));
    });
}

const HELP = `
Example:
  $ plinth bundle platform.yaml --out bundle
  $ plinth bundle platform.yaml --out bundle-2 --since bundle --split 4GiB

Needs a lock with every digest, that of models too (plinth bundle models), and images.mirrors. What is missing, or has another
digest, ends it: nothing is left out unless you say so. Registries are asked with what \`docker login\` left.`;

async function make(file: string | undefined, options: BundleOptions): Promise<number> {
  const { out } = options;
  if (file === undefined || out === undefined) {
    say('plinth bundle FILE --out DIR makes a bundle, plinth bundle load DIR loads one (plinth bundle --help)');
    return EXIT.failed;
  }
  const { makeBundle } = await import('../workspace/bundle/make-bundle.ts');
  const { bytesInWords } = await import('../workspace/bundle/bytes-in-words.ts');
  const { end, step } = progress();
  const made = await makeBundle({ ...(await settings(file, options)), file, out, onStep: step }).finally(end);
  if (options.json)
    print({
      folder: out,
      ...made,
      images: made.images.map(({ image, manifest, name }) => ({ image, name, digest: manifest.digest })),
    });
  else {
    report(made.findings, options);
    const volumes = made.volumes === 1 ? '' : `, ${made.volumes} media`;
    say(
      `${paint('green', 'complete')}: ${out} (${made.images.length} images, ${bytesInWords(made.size)}${volumes}; ${bytesInWords(made.fetched)} fetched now)`,
    );
    say(`its list: ${made.digest}`);
    say(`next: carry it over, and there: plinth bundle load ${out} --digest ${made.digest}`);
  }
  return EXIT.done;
}

async function settings(file: string, options: BundleOptions): Promise<Omit<MakeBundleOptions, 'file' | 'out'>> {
  const { dockerCredentials } = await import('../workspace/bundle/registry-credentials.ts');
  const { modelAccess } = await import('../workspace/bundle/models/model-access.ts');
  const { arch, charts, from, hauler, layers, models, releases, signatures, since, split, tool, zarf } = options;
  return {
    ...{ from, layers, models, releases, signatures, since, split, tool },
    modelAccess: modelAccess(process.env),
    architectures: arch,
    charts: charts === false ? undefined : await chartsFrom(file, charts, options.helm),
    access: { credentials: dockerCredentials() },
    foreign: { zarf, hauler },
  };
}

async function pin(file: string, options: BundleOptions): Promise<number> {
  const { out } = options;
  if (out === undefined) {
    say('plinth bundle models FILE --out DIR: give the folder of the bundle');
    return EXIT.failed;
  }
  const { pinModels } = await import('../workspace/bundle/models/pin-models.ts');
  const { modelAccess } = await import('../workspace/bundle/models/model-access.ts');
  const { bytesInWords } = await import('../workspace/bundle/bytes-in-words.ts');
  const { end, step } = progress();
  const access = modelAccess(process.env);
  const { fetched, models: found, size } = await pinModels({ file, out, access, onStep: step }).finally(end);
  if (options.json) print({ models: found, fetched, size });
  else {
    for (const [model, { digest, licence = 'licence not known' }] of Object.entries(found))
      say(`${model}  ${digest}  ${licence}`);
    const count = Object.keys(found).length;
    say(`${paint('green', 'pinned')}: ${count} models, ${bytesInWords(size)}; ${bytesInWords(fetched)} fetched now`);
    say(`next: plinth bundle ${file} --out ${out}, and commit platform.lock`);
  }
  return EXIT.done;
}

async function chartsFrom(
  file: string,
  charts: string,
  helm: string | undefined,
): Promise<MakeBundleOptions['charts']> {
  const { loadPlatform } = await import('../workspace/platform-file.ts');
  const { renderTools } = await import('../workspace/lock/render-tools.ts');
  const { spec } = await loadPlatform(file);
  const tools = await renderTools(spec.target.kubernetes, helm);
  const source =
    charts === 'network' || charts === 'modules'
      ? ({ kind: charts } as const)
      : ({ kind: 'folder', folder: charts } as const);
  return { source, helm: tools.helm };
}

async function loadInto(folder: string, options: LoadOptions): Promise<number> {
  const { loadBundle } = await import('../workspace/bundle/load-bundle.ts');
  const { dockerCredentials } = await import('../workspace/bundle/registry-credentials.ts');
  const { bytesInWords } = await import('../workspace/bundle/bytes-in-words.ts');
  const { end, step } = progress();
  const access = { credentials: dockerCredentials() };
  const loaded = await loadBundle({ folder, to: options.to, digest: options.digest, access, onStep: step }).finally(
    end,
  );
  if (options.json) print(loaded);
  else {
    const names = Object.keys(loaded.resolved).length;
    say(`${paint('green', 'loaded')}: ${loaded.images} images, ${bytesInWords(loaded.sent)} sent`);
    say(
      `${paint('green', 'proved')}: each of ${names} names that a manifest, a chart or an operator has is there, with its digest`,
    );
  }
  return EXIT.done;
}

const UNITS: Readonly<Record<string, number>> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** What images call the architectures of machines, and what others call them. */
const ARCHITECTURES = ['amd64', 'arm64', 'arm', 'ppc64le', 's390x', 'riscv64', 'loong64', '386'];
const OTHER_NAMES: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64' };

/** Names of architectures, one after the other. */
function architecturesIn(text: string): readonly string[] {
  const names = text.split(',').map((each) => each.trim());
  for (const name of names.filter((each) => !ARCHITECTURES.includes(each)))
    throw new InvalidArgumentError(
      name in OTHER_NAMES
        ? `Images call ${name} ${OTHER_NAMES[name]}.`
        : `No image is made for ${name || 'nothing'}; there are ${ARCHITECTURES.join(', ')}.`,
    );
  return names;
}

/** A size with its unit, in bytes. */
function sizeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMGT]i?B)$/.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (UNITS[unit] ?? Number.NaN));
  if (number === '' || Number.isNaN(bytes) || bytes < 1_000_000)
    throw new InvalidArgumentError('Give a size of at least 1MB, such as 4GiB.');
  return bytes;
}

import { Command } from 'commander';
import { EXIT, print, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface ImagesOptions extends CommonOptions {
  readonly mirror?: string;
}

/** `plinth images FILE`: every image with its digest and its name under a mirror. */
export function images(): Command {
  return new Command('images')
    .description('list every image that the platform runs, with digest and mirror name')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .option('--mirror <registry>', 'another place than images.mirrors of the spec: a registry, and a folder in it')
    .option('--json', 'print the list as JSON')
    .addHelpText('after', '\nExample:\n  $ plinth images platform.yaml --mirror registry.example.org/mirror')
    .action((file: string, options: ImagesOptions) => runVerb(options, () => list(file, options)));
}

async function list(file: string, options: ImagesOptions): Promise<number> {
  const { drawPlatform } = await import('../workspace/drawn-platform.ts');
  const { imageList, listedBy } = await import('../workspace/image-list.ts');
  const { findings, folder, lock, spec } = await drawPlatform(file);
  if (!options.json) report(findings, options);
  const asked =
    options.mirror === undefined ? {} : { under: [{ source: '*', mirror: options.mirror.replace(/\/$/, '') }] };
  const found = imageList(folder.platform, folder.manifests, lock, { ...listedBy(spec), ...asked });
  if (options.json) print({ images: found });
  else
    print(
      found
        .map(
          ({ digest, image, mirror }) => `${[image, digest ?? 'digest-unknown', mirror].filter(Boolean).join('\t')}\n`,
        )
        .join(''),
    );
  const unknown = found.filter(({ digest }) => digest === undefined).length;
  if (unknown > 0)
    say(`${unknown} of ${found.length} digests are unknown; \`plinth lock ${file}\` asks the registries for them`);
  return EXIT.done;
}

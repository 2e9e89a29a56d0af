import { Command, Option } from 'commander';
import { EXIT, print } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface GraphOptions extends CommonOptions {
  readonly format: 'mermaid' | 'dot' | 'svg';
}

/** `plinth graph FILE`: a picture of teams, queues, pools and rooms. */
export function graph(): Command {
  return new Command('graph')
    .description('draw teams, queues, pools and rooms')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .addOption(
      new Option('-f, --format <format>', 'form of the picture').choices(['mermaid', 'dot', 'svg']).default('mermaid'),
    )
    .option('--json', 'print nodes and edges as JSON')
    .addHelpText('after', '\nExample:\n  $ plinth graph platform.yaml --format svg > platform.svg')
    .action((file: string, options: GraphOptions) => runVerb(options, () => draw(file, options)));
}

async function draw(file: string, { format, json }: GraphOptions): Promise<number> {
  const { drawPlatform } = await import('../workspace/drawn-platform.ts');
  const { dotText, mermaidText, platformGraph, svgText } = await import('../workspace/graph/index.ts');
  const { folder, spec } = await drawPlatform(file);
  const picture = platformGraph(folder, spec);
  if (json) print(picture);
  else if (format === 'svg') print(await svgText(picture));
  else print(format === 'dot' ? dotText(picture) : mermaidText(picture));
  return EXIT.done;
}

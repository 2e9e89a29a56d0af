import { Command, Option } from 'commander';
import type { Finding } from '../spec/finding.ts';
import type { DrawnPlatform } from '../workspace/drawn-platform.ts';
import type { FolderState } from '../workspace/output-folder.ts';
import { sayFolderState } from './folder-state.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface SynthOptions extends CommonOptions {
  readonly out: string;
  readonly check?: boolean;
  readonly delivery?: 'argocd' | 'flux' | 'plain' | 'pulumi';
}

/** `plinth synth FILE --out DIR`: the folder that GitOps reads, or nothing if anything is wrong. */
export function synth(): Command {
  return new Command('synth')
    .description('render a platform as the folder that is committed')
    .argument('<file>', 'spec: platform.yaml, platform.ts or fleet.yaml')
    .requiredOption('-o, --out <dir>', 'folder to write; as a whole or not at all')
    .option('--check', 'write nothing; exit 1 if the folder is not up to date')
    .addOption(
      new Option('--delivery <kind>', 'another delivery than the spec’s').choices([
        'argocd',
        'flux',
        'plain',
        'pulumi',
      ]),
    )
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', '\nExample:\n  $ plinth synth my-platform/platform.yaml --out deploy/prod')
    .action((file: string, options: SynthOptions) => runVerb(options, () => render(file, options)));
}

async function render(file: string, options: SynthOptions): Promise<number> {
  const { isFleet } = await import('../workspace/fleet/fleet-file.ts');
  if (await isFleet(file)) {
    const { synthFleet } = await import('./fleet-verbs.ts');
    return synthFleet(file, options);
  }
  const { preparePlatform } = await import('../workspace/prepare-platform.ts');
  const { writeFolder } = await import('../workspace/output-folder.ts');
  const { summary, summaryText } = await import('../workspace/summary.ts');
  const drawn = await preparePlatform(file, options.delivery);
  const { findings, folder, spec } = drawn;
  if (!options.json) report(findings, options);
  if (options.check) return check(options, drawn);
  const state = await writeFolder(options.out, folder.files, folder.seeds);
  const facts = summary(spec, folder);
  if (options.json) print({ findings, folder: options.out, ...facts });
  else {
    say(summaryText(facts));
    const files = folder.files.size + folder.seeds.size;
    say(`${paint('green', 'written')}: ${options.out} (${files} files${changes(state)})`);
    say(`next: ${nextStep(spec.delivery.kind, options.out)}`);
  }
  return EXIT.done;
}

/** The folder, and what is released in it: a release that was changed is as bad as a file that was. */
async function check(options: SynthOptions, { folder, spec }: DrawnPlatform): Promise<number> {
  const { compareFolder } = await import('../workspace/output-folder.ts');
  const state = await compareFolder(options.out, folder.files, folder.seeds);
  const findings = spec.serving === undefined ? [] : await releasesOf(options.out, { folder, spec });
  if (!options.json) report(findings, options);
  return tell(options, state, findings);
}

async function releasesOf(out: string, { folder, spec }: Pick<DrawnPlatform, 'folder' | 'spec'>) {
  const { changedReleases } = await import('../workspace/release/changed-releases.ts');
  const { endpointRenderer } = await import('../workspace/release/render-endpoint.ts');
  return changedReleases({ folder: out, spec, render: endpointRenderer(spec, folder.platform) });
}

function tell({ json, out }: SynthOptions, state: FolderState, findings: readonly Finding[]): number {
  const stale = [...state.missing, ...state.changed, ...state.stale];
  const upToDate = stale.length === 0 && findings.length === 0;
  if (json) print({ folder: out, upToDate, ...state, findings });
  else if (upToDate) say(`${paint('green', 'up to date')}: ${out}`);
  else if (stale.length > 0) {
    sayFolderState(state);
    say(`${out} is not up to date: ${stale.length} files differ; render it again without --check`);
  }
  return upToDate ? EXIT.done : EXIT.found;
}

function changes({ changed, missing, stale }: FolderState): string {
  const words = [
    missing.length > 0 && `${missing.length} new`,
    changed.length > 0 && `${changed.length} changed`,
    stale.length > 0 && `${stale.length} gone`,
  ];
  const said = words.filter((word) => word !== false);
  return said.length === 0 ? ', nothing changed' : `, ${said.join(', ')}`;
}

function nextStep(delivery: string, out: string): string {
  if (delivery === 'argocd') return `commit it, then once: kubectl apply -k ${out}/argocd`;
  if (delivery === 'flux') return `commit it, then once: kubectl apply -k ${out}/flux`;
  if (delivery === 'pulumi') return 'pulumi up';
  return `wave by wave: kubectl apply --server-side -k ${out}/00-crds, then 10-operators, 20-platform, 30-tenants, and releases where there is one`;
}

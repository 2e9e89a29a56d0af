import { Command, Option } from 'commander';
import type { ChartSource } from '../workspace/lock/chart-source.ts';
import type { MadeLock } from '../workspace/lock/make-lock.ts';
import { eachPlatform } from './each-platform.ts';
import { EXIT, paint, print, progress, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface LockOptions extends CommonOptions {
  readonly charts: string;
  readonly check?: boolean;
  readonly digests: boolean;
  readonly helm?: string;
  readonly from?: string;
}

/** `plinth lock FILE`: what the add-ons really contain, written beside the spec. */
export function lock(): Command {
  return new Command('lock')
    .description('fetch what the add-ons contain and pin it in platform.lock; the only verb that looks outside')
    .argument('<file>', 'spec: platform.yaml, platform.ts or fleet.yaml')
    .addOption(
      new Option(
        '--charts <source>',
        '"network", "modules" (Go modules), or a folder with one chart per component',
      ).default('network'),
    )
    .option('--from <registry>', 'registry to ask for digests instead of each image’s own, such as a proxy')
    .option('--no-digests', 'do not ask registries for image digests')
    .option('--check', 'write nothing; say what is stale, exit 1 if anything is')
    .option('--helm <path>', 'helm to render with (default: the rehearsal’s own, then helm on PATH)')
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth lock platform.yaml\n  $ plinth lock platform.yaml --charts ./bundle/charts --no-digests',
    )
    .action((file: string, options: LockOptions) =>
      runVerb(options, () =>
        eachPlatform(file, options, (one) => (options.check ? check(one, options) : make(one, options))),
      ),
    );
}

async function check(file: string, options: LockOptions): Promise<number> {
  const { buildFromFile } = await import('../workspace/built-platform.ts');
  const { lockFolderOf } = await import('../workspace/lock/lock-folder.ts');
  const { lockFindings } = await import('../workspace/lock/lock-findings.ts');
  const { lock: found, platform, spec } = await buildFromFile(file);
  const findings = lockFindings({ ...spec, delivery: { kind: 'plain' } }, platform.addOns, found);
  report(findings, options);
  if (findings.length === 0 && !options.json) say(`${paint('green', 'up to date')}: ${lockFolderOf(file)}`);
  return findings.length === 0 ? EXIT.done : EXIT.found;
}

async function make(file: string, options: LockOptions): Promise<number> {
  const { loadPlatform } = await import('../workspace/platform-file.ts');
  const { keptModels, lockFolderOf, writeLock } = await import('../workspace/lock/lock-folder.ts');
  const { makeLock } = await import('../workspace/lock/make-lock.ts');
  const { renderTools } = await import('../workspace/lock/render-tools.ts');
  const { extension, spec } = await loadPlatform(file);
  const tools = await renderTools(spec.target.kubernetes, options.helm);
  const { end, step } = progress();
  const made = await makeLock(spec, {
    charts: sourceOf(options.charts),
    tools,
    digests: options.digests ? 'ask' : 'skip',
    from: options.from,
    extension,
    onStep: step,
  });
  end();
  await writeLock(lockFolderOf(file), { ...made.lock, ...(await keptModels(lockFolderOf(file))) });
  return tell(file, made, options);
}

function sourceOf(charts: string): ChartSource {
  return charts === 'network' || charts === 'modules' ? { kind: charts } : { kind: 'folder', folder: charts };
}

async function tell(
  file: string,
  { lock: made, missingAddOns, missingDigests }: MadeLock,
  { digests, json }: LockOptions,
): Promise<number> {
  const { lockFolderOf } = await import('../workspace/lock/lock-folder.ts');
  const { hookFindings } = await import('../workspace/lock/chart-hooks.ts');
  const folder = lockFolderOf(file);
  const findings = hookFindings(Object.keys(made.addOns), made);
  const incomplete = missingAddOns.length > 0 || (digests && missingDigests.length > 0);
  if (json)
    print({ folder, addOns: Object.keys(made.addOns), images: made.images, missingAddOns, missingDigests, findings });
  else {
    report(findings, { json });
    for (const { because, component } of missingAddOns) say(`${paint('red', 'not had')}: ${component}: ${because}`);
    if (digests)
      for (const { because, image } of missingDigests) say(`${paint('yellow', 'no digest')}: ${image}: ${because}`);
    say(
      `${paint('green', 'written')}: ${folder} (${Object.keys(made.addOns).length} add-ons, ${Object.keys(made.images).length} digests)`,
    );
    say(`next: commit it, then plinth synth ${file} --out DIR`);
  }
  return incomplete ? EXIT.found : EXIT.done;
}

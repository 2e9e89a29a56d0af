import type { Command } from 'commander';
import { collect, deskOptions, type ReleaseOptions, releaseVerb } from './release-options.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { report, runVerb } from './verb.ts';

interface NewOptions extends ReleaseOptions {
  readonly from?: string;
  readonly bundle?: string;
  readonly manifest?: string;
  readonly signer?: string;
  readonly set: readonly string[];
  readonly metric: readonly string[];
  readonly gate: readonly string[];
}

const HELP = `
Example:
  $ plinth release new platform.yaml vision/defects --out deploy/prod --from release.json --bundle model.sigstore.json
  $ plinth release new platform.yaml vision/defects --out deploy/prod --from release.json --set note="line 4 too"

release.json holds dataset, code, run, metrics, gate, model, runtime, created and author: schema/release.json says which.
Number and predecessor are filled in. The same release again changes nothing.`;

/** `plinth release new FILE TEAM/ENDPOINT`: appends a release, or nothing if anything is wrong. */
export function releaseNew(): Command {
  return releaseVerb('new', 'append a release to an endpoint, after everything about it was checked')
    .argument('<endpoint>', 'TEAM/ENDPOINT, such as vision/defects')
    .option('--from <file>', 'what the pipeline knows, as JSON or YAML; - reads standard input')
    .option('--bundle <file>', 'signature of the model: what cosign sign --bundle wrote')
    .option('--manifest <file>', 'manifest of the model, where the bundle signs its bytes (cosign sign-blob)')
    .option('--signer <name>', 'who signed: a name of the spec’s releases.signers (default: the only one)')
    .option('--metric <name=value>', 'one measured figure; may be given again', collect, [])
    .option('--gate <rule>', 'one rule, such as "accuracy >= 0.9"; may be given again', collect, [])
    .option('--set <field=value>', 'one field, such as model.uri=oci://…; may be given again', collect, [])
    .addHelpText('after', HELP)
    .action((file: string, endpoint: string, options: NewOptions) =>
      runVerb(options, () => append(file, endpoint, options)),
    );
}

async function append(file: string, endpoint: string, options: NewOptions): Promise<number> {
  const { endpointKey, readingDesk } = await import('../workspace/release/open-desk.ts');
  const { releaseInput } = await import('../workspace/release/release-input.ts');
  const { newRelease } = await import('../workspace/release/new-release.ts');
  const key = endpointKey(endpoint);
  const desk = await readingDesk(deskOptions(file, options));
  const input = await releaseInput({ ...options, signers: desk.spec.releases?.signers ?? [] });
  const made = await newRelease(options.out, key, input, desk);
  if (options.json) print(made);
  else {
    report(made.findings, options);
    const word = made.repeated ? paint('yellow', 'there already') : paint('green', 'written');
    say(`${word}: ${options.out}/${made.file} (${made.digest})`);
    say(`next: commit it; plinth release promote ${file} ${endpoint} --out ${options.out} --weight 10`);
  }
  return EXIT.done;
}

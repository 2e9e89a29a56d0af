import { Command } from 'commander';
import type { DeskOptions } from '../workspace/release/open-desk.ts';
import type { CommonOptions } from './verb.ts';

/** Options that every release verb has. */
export interface ReleaseOptions extends CommonOptions {
  readonly out: string;
  readonly trustedRoot?: string;
  readonly ask?: boolean;
}

/** A release verb with the arguments and options that all of them have. */
export function releaseVerb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .requiredOption('-o, --out <dir>', 'Git folder that synth writes')
    .option('--trusted-root <file>', 'Sigstore’s trusted_root.json, to check signatures by identities')
    .option('--ask', 'ask registries and stores whether data and signatures are still there')
    .option('--json', 'print the outcome as JSON');
}

/** What the workspace is told of the options. */
export function deskOptions(file: string, { ask, out, trustedRoot }: ReleaseOptions): DeskOptions {
  return { file, folder: out, ask, trustedRoot };
}

/** Collects an option that may be given again. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

import type { TargetKind } from '../../spec/target.ts';
import { plinthManifest } from '../plinth-version.ts';
import {
  type ChoicePlace,
  type SecretsChoice,
  type StateChoice,
  secretsChoices,
  stateChoices,
} from './pulumi-choice.ts';

/** What Pulumi's files are written from. */
export interface PulumiFilesArgs extends ChoicePlace {
  /** Environments, each a stack. */
  readonly environments: readonly string[];
  /** Where the state lies. */
  readonly state: StateChoice;
  /** What encrypts its secrets. */
  readonly secrets: SecretsChoice;
}

/** Packages of each cloud; only those of the target are installed. */
const SDKS: Readonly<Record<TargetKind, readonly string[]>> = {
  aws: ['@pulumi/aws'],
  gcp: ['@pulumi/gcp'],
  azure: ['@pulumi/azure-native'],
  digitalocean: ['@pulumi/digitalocean'],
  baremetal: [],
  existing: [],
};

/** Packages that every environment needs. */
const BASE = ['@pulumi/kubernetes', '@pulumi/pulumi', '@pulumi/random', 'cdk8s', 'constructs'];

/** The files by which `pulumi up` builds each environment. Each stack's file names its spec, and nothing else of Plinth's. */
export function pulumiFiles(args: PulumiFilesArgs): ReadonlyMap<string, string> {
  return new Map([
    ['Pulumi.yaml', project(args)],
    ...args.environments.map(
      (environment) => [`Pulumi.${environment}.yaml`, `config:\n  plinth:spec: ${specFile(environment)}\n`] as const,
    ),
    ['index.js', PROGRAM],
    ['package.json', packageJson(args)],
    ['.gitignore', 'node_modules/\n'],
    // The folder must be there before Pulumi's first look, and what is in it holds secrets.
    ...(args.state === 'local' ? [['state/.gitignore', '*\n!.gitignore\n'] as const] : []),
  ]);
}

/** The spec of an environment. Each has a folder of its own, since its lock lies beside it. */
export function specFile(environment: string): string {
  return `${environment}/platform.yaml`;
}

/** How an environment is begun: the stack with its secrets provider, which Pulumi writes into the stack's file. */
export function stackInit(environment: string, args: PulumiFilesArgs): string {
  return `npx pulumi stack init ${environment} --secrets-provider "${secretsOf(args).url}"`;
}

/** Why this state and these secrets, in a sentence each. */
export function pulumiReasons(args: PulumiFilesArgs): { readonly state: string; readonly secrets: string } {
  return { state: stateOf(args).because, secrets: secretsOf(args).because };
}

const PROGRAM = `// The program of every environment is Plinth's. For parts of your own: environmentProgram of the same package.
export { default } from 'plinth/program';
`;

function project(args: PulumiFilesArgs): string {
  return `name: ${args.name}
description: A machine-learning platform; each stack names the spec file that it builds.
main: index.js
runtime:
  name: nodejs
  options:
    # Node itself runs the program; nothing is compiled.
    typescript: false
backend:
  # ${stateOf(args).because}.
  url: ${stateOf(args).url}
`;
}

function packageJson({ name, target }: PulumiFilesArgs): string {
  const { peerDependencies, version } = plinthManifest();
  const versions = [...BASE, ...SDKS[target]].map((each) => [each, peerDependencies[each] ?? '*']);
  const dependencies = Object.fromEntries(
    [...versions, ['plinth', `^${version}`]].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
  // `type` matters: Pulumi's runner imports the program only from a module, and requires it otherwise.
  return `${JSON.stringify({ name, private: true, type: 'module', dependencies }, null, 2)}\n`;
}

function stateOf(args: PulumiFilesArgs) {
  return chosen(stateChoices(args), args.state);
}

function secretsOf(args: PulumiFilesArgs) {
  return chosen(secretsChoices(args, args.state), args.secrets);
}

function chosen<C extends { readonly value: string }>(choices: readonly C[], value: string): C {
  const found = choices.find((each) => each.value === value);
  if (found === undefined) throw new Error(`bug: nobody checked whether ${value} can be chosen`);
  return found;
}

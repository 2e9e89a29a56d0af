import { DEFAULT_KUBERNETES_MINOR } from '../../catalog/index.ts';
import { dnsLabel } from '../../spec/field.ts';
import { PlatformError } from '../../spec/finding.ts';
import type { Answers, StarterSpec } from './answers.ts';
import { secretsChoices, usualState } from './pulumi-choice.ts';
import { type PulumiFilesArgs, pulumiFiles, specFile } from './pulumi-files.ts';
import { starterReadme } from './starter-readme.ts';
import { starterTarget } from './starter-target.ts';

/** Says what is wrong with a name, or nothing. */
export function metadataName(name: string): string | undefined {
  return dnsLabel(12).safeParse(name).error?.issues[0]?.message;
}

/**
 * The files of a new working folder.
 *
 * Without Pulumi it holds one environment. With Pulumi it holds two, each a stack with a spec of its own.
 *
 * @throws {PlatformError} `INIT_STATE_MISSING` or `INIT_SECRETS_UNFIT` if the answers do not go together.
 */
export function starterFiles(answers: Answers): ReadonlyMap<string, string> {
  const pulumi = pulumiOf(answers);
  const specs = (pulumi?.environments ?? [answers.environment]).map((environment) => ({
    environment,
    file: pulumi === undefined ? 'platform.yaml' : specFile(environment),
  }));
  return new Map([
    ...specs.map(({ environment, file }) => [file, platformYaml(answers, environment, file)] as const),
    ...(pulumi === undefined ? [] : pulumiFiles(pulumi)),
    ['README.md', starterReadme(answers, specs, pulumi)],
    ['.github/workflows/platform.yaml', workflow(answers, specs, pulumi !== undefined)],
  ]);
}

function pulumiOf(answers: Answers): PulumiFilesArgs | undefined {
  const { delivery, environment, name, target } = answers;
  const { secrets = 'passphrase', state = usualState(target, delivery) } = answers;
  if (state === 'none') {
    if (delivery === 'pulumi')
      throw refused(
        'INIT_STATE_MISSING',
        'Pulumi delivers, and has no place for its state',
        'give --state local, bucket or cloud',
      );
    return undefined;
  }
  const fitting = secretsChoices({ name, target }, state).map(({ value }) => value);
  if (!fitting.includes(secrets))
    throw refused(
      'INIT_SECRETS_UNFIT',
      `${secrets} encrypts nothing on ${target} with the state in ${state}`,
      `give --secrets ${fitting.join(' or ')}`,
    );
  return { name, target, state, secrets, environments: [...new Set([environment, 'prod'])] };
}

function refused(code: Uppercase<string>, problem: string, fix: string): PlatformError {
  return new PlatformError([{ code, level: 'error', at: '(options)', problem, fix }]);
}

function platformYaml(
  { delivery, name, repository, target, team }: Answers,
  environment: string,
  file: string,
): string {
  const { pool, section } = starterTarget(target, DEFAULT_KUBERNETES_MINOR);
  const pulls = delivery === 'argocd' || delivery === 'flux';
  const git = pulls ? `\n  repository: ${repository}\n  path: deploy/${environment}` : '';
  const up = '../'.repeat(file.split('/').length - 1) || './';
  return `# yaml-language-server: $schema=${up}node_modules/plinth/schema/platform.json
apiVersion: plinth.dev/v1alpha1
kind: Platform
metadata:
  name: ${name}
  environment: ${environment}

target:
${section}

pools:
${pool}

teams:
  - name: ${team}
    groups: ["oidc:${team}"] # groups of your identity provider
    quota:
      train: { guaranteed: 8, borrowable: 8 } # accelerators of the pool

training:
  frameworks: [torch]

delivery:
  kind: ${delivery}${git}
`;
}

function workflow({ delivery }: Answers, specs: readonly StarterSpec[], builds: boolean): string {
  const checks = specs.flatMap(({ environment, file }) => [
    `npx plinth validate ${file}`,
    ...(delivery === 'pulumi'
      ? [`npx plinth lock ${file} --check`]
      : [`npx plinth synth ${file} --out deploy/${environment} --check`]),
  ]);
  const steps = [...(builds ? ['npm ci'] : []), ...checks].map((line) => `      - run: ${line}\n`);
  return `# Checks on every change that the platform is valid and that what is made from it is up to date.
name: platform
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
${steps.join('')}`;
}

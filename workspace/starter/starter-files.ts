import { DEFAULT_KUBERNETES_MINOR } from '../../catalog/index.ts';
import { dnsLabel } from '../../spec/field.ts';
import type { TargetKind } from '../../spec/target.ts';
import { starterTarget } from './starter-target.ts';

/** What `plinth init` asks. */
export interface Answers {
  /** Where the platform runs. */
  readonly target: TargetKind;
  /** Name of the platform. */
  readonly name: string;
  /** Environment. */
  readonly environment: string;
  /** Name of the first team. */
  readonly team: string;
  /** How manifests reach the cluster. */
  readonly delivery: 'argocd' | 'flux' | 'plain';
  /** Git repository that the rendered folder is committed to. */
  readonly repository: string;
}

/** Answers that `--yes` gives: the target that needs nothing but a kubeconfig. */
export const DEFAULT_ANSWERS: Answers = {
  target: 'existing',
  name: 'atlas',
  environment: 'dev',
  team: 'vision',
  delivery: 'argocd',
  repository: 'https://git.example.org/atlas.git',
};

/** Says what is wrong with a name, or nothing. */
export function metadataName(name: string): string | undefined {
  return dnsLabel(12).safeParse(name).error?.issues[0]?.message;
}

/** The files of a new working folder. */
export function starterFiles(answers: Answers): ReadonlyMap<string, string> {
  return new Map([
    ['platform.yaml', platformYaml(answers)],
    ['README.md', readme(answers)],
    ['.github/workflows/platform.yaml', workflow(answers)],
  ]);
}

function platformYaml({ delivery, environment, name, repository, target, team }: Answers): string {
  const { pool, section } = starterTarget(target, DEFAULT_KUBERNETES_MINOR);
  const git = delivery === 'plain' ? '' : `\n  repository: ${repository}\n  path: deploy/${environment}`;
  return `# yaml-language-server: $schema=./node_modules/plinth/schema/platform.json
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

function readme({ delivery, environment, name }: Answers): string {
  const lock =
    delivery === 'plain'
      ? '\nnpx plinth lock platform.yaml          # what the add-ons contain; commit platform.lock'
      : '';
  return `# ${name}

\`platform.yaml\` says what this machine-learning platform is. The folder \`deploy/\` is rendered from it: never edit it by hand.

\`\`\`sh
npx plinth validate platform.yaml${lock}
npx plinth synth platform.yaml --out deploy/${environment}
\`\`\`

Commit both. \`npx plinth explain teams.quota\` says what any part means.
`;
}

function workflow({ environment }: Answers): string {
  return `# Checks on every change that the platform is valid and that the rendered folder is up to date.
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
      - run: npx plinth validate platform.yaml
      - run: npx plinth synth platform.yaml --out deploy/${environment} --check
`;
}

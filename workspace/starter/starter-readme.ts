import type { Answers, StarterSpec } from './answers.ts';
import { type PulumiFilesArgs, pulumiReasons, stackInit } from './pulumi-files.ts';

/** What the folder is, and what to do in it, for whoever opens it. */
export function starterReadme(answers: Answers, specs: readonly StarterSpec[], pulumi?: PulumiFilesArgs): string {
  const named = specs.map(({ file }) => `\`${file}\``).join(' and ');
  const rendered =
    answers.delivery === 'pulumi' ? '' : ' The folder `deploy/` is rendered from it: never edit it by hand.';
  return `# ${answers.name}

${named} ${specs.length === 1 ? 'says' : 'say'} what this machine-learning platform is, one file for each environment.${rendered}

\`\`\`sh
${specs.map((spec) => commands(answers, spec, pulumi !== undefined)).join('\n\n')}
\`\`\`

Commit what they write. \`npx plinth explain teams.quota\` says what any part means.
${pulumi === undefined ? '' : pulumiPart(pulumi)}`;
}

function commands({ delivery }: Answers, { environment, file }: StarterSpec, builds: boolean): string {
  // A cluster that Pulumi makes has no Argo CD yet: the stack installs it from the lock.
  const locked = builds || delivery === 'plain';
  return [
    `npx plinth validate ${file}`,
    ...(locked ? [`npx plinth lock ${file}  # what the add-ons contain; commit platform.lock`] : []),
    ...(delivery === 'pulumi' ? [] : [`npx plinth synth ${file} --out deploy/${environment}`]),
  ].join('\n');
}

function pulumiPart(pulumi: PulumiFilesArgs): string {
  const [first = ''] = pulumi.environments;
  const { secrets, state } = pulumiReasons(pulumi);
  return `
## Build it

\`\`\`sh
npm install
npx plinth doctor ${first}/platform.yaml  # tools, credentials, quota, addresses
${pulumi.environments.map((each) => stackInit(each, pulumi)).join('\n')}
npx pulumi up -s ${first}
\`\`\`

- **State** (\`${pulumi.state}\`): ${state}. It is chosen in \`Pulumi.yaml\`; run Pulumi in this folder.
- **Secrets** (\`${pulumi.secrets}\`): ${secrets}.
- Replacing or deleting a pool of accelerators, or data, stops until \`plinth:allow\` names it: \`npx pulumi config set --path 'plinth:allow[0]' train\`.
`;
}

import { Command } from 'commander';
import { EXIT, paint, paintOutput, print, progress, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface RegistryOptions extends CommonOptions {
  readonly url: string;
  readonly robotFile: string;
  readonly secrets?: string;
  readonly context?: string;
  readonly out?: string;
  readonly inCluster?: boolean;
  readonly withoutCluster?: boolean;
}

/** `plinth registry plan|apply FILE`: the settings of Harbor as the spec says them. */
export function registry(): Command {
  const plan = inner('plan', 'say what differs between a Harbor and the spec; changes nothing, exit 1 if anything does')
    .option('--without-cluster', 'do not look at secrets of robots, which are kept in the cluster')
    .action((file: string, options: RegistryOptions) => runVerb(options, () => compare(file, options, 'plan')));
  const apply = inner('apply', 'make a Harbor what the spec says; run again, it changes nothing').action(
    (file: string, options: RegistryOptions) => runVerb(options, () => compare(file, options, 'apply')),
  );
  return new Command('registry')
    .description('keep projects, members, robots and rules of Harbor as the spec says them')
    .addCommand(plan)
    .addCommand(apply)
    .addHelpText('after', HELP);
}

function inner(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<file>', 'spec (platform.yaml or platform.ts), or the settings.json of the job in the cluster')
    .requiredOption('--url <address>', 'address of Harbor, such as https://registry.example.org')
    .requiredOption('--robot-file <file>', 'file with the account that asks: name:secret, or the secret of admin alone')
    .option('--secrets <folder>', 'folder with credentials of others, a file for each (oidc-client-secret, …)')
    .option('--context <name>', 'context of kubectl under which secrets of robots are kept (default: the current one)')
    .option('-o, --out <dir>', 'Git folder that synth writes: keep what its releases name from being cleaned away')
    .option('--in-cluster', 'keep them in the cluster that this runs in, without kubectl')
    .option('--json', 'print changes and findings as JSON');
}

const HELP = `
Example:
  $ plinth registry plan platform.yaml --url https://registry.example.org --robot-file ./admin --without-cluster
  $ plinth registry apply platform.yaml --url https://registry.example.org --robot-file ./admin

Interrupted or cut, it can be run again: what is done stays done. Secrets of robots go into Secrets of Kubernetes and nowhere else.
An authority of your own is trusted through NODE_EXTRA_CA_CERTS.`;

async function compare(file: string, options: RegistryOptions, mode: 'plan' | 'apply'): Promise<number> {
  const { runRegistry } = await import('../workspace/registry/run-registry.ts');
  const { changeText, countChanges } = await import('../workspace/registry/change-text.ts');
  const { end, step } = progress();
  const { out: releasesFolder, robotFile, secrets: secretsFolder, url } = options;
  const onChange = mode === 'apply' ? changeStep(step, changeText) : undefined;
  const run = { file, url, robotFile, secretsFolder, releasesFolder, cluster: clusterOf(options), mode, onChange };
  const { changes, findings, warnings } = await runRegistry(run).finally(end);
  const done = mode === 'apply' || changes.length === 0;
  if (options.json) {
    print({ mode, changes, findings: [...warnings, ...findings] });
    return done && findings.length === 0 ? EXIT.done : EXIT.found;
  }
  print(changes.map((change) => `${changeText(change, paintOutput)}\n`).join(''));
  report([...warnings, ...findings], options);
  say(`${paint(done ? 'green' : 'yellow', countChanges(changes, mode === 'plan'))}: ${url}`);
  if (mode === 'plan' && changes.length > 0) say(`next: plinth registry apply ${file} --url ${url} makes it so`);
  return done && findings.length === 0 ? EXIT.done : EXIT.found;
}

/** Says each change before it is made, so that whoever waits, or reads the log of a run that was cut, knows where it is. */
function changeStep(
  step: (text: string) => void,
  changeText: typeof import('../workspace/registry/change-text.ts').changeText,
): (change: Parameters<typeof changeText>[0]) => void {
  return (change) => step(changeText(change, (_, text) => text));
}

function clusterOf({ context, inCluster, withoutCluster }: RegistryOptions) {
  if (withoutCluster) return { kind: 'none' } as const;
  return inCluster ? ({ kind: 'inside' } as const) : ({ kind: 'kubectl', context } as const);
}

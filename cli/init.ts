import { Command, Option } from 'commander';
import { TARGET_KINDS, type TargetKind } from '../spec/target-kind.ts';
import type { Answers } from '../workspace/starter/starter-files.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface InitOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly target?: TargetKind;
  readonly name?: string;
  readonly environment?: string;
  readonly team?: string;
  readonly delivery?: Answers['delivery'];
  readonly repository?: string;
}

/** `plinth init [DIR]`: a working folder, after at most six questions. */
export function init(): Command {
  return new Command('init')
    .description('ask at most six questions and write a working folder: spec, README and a CI example')
    .argument('[dir]', 'folder to make', 'my-platform')
    .option('-y, --yes', 'ask nothing; take the defaults and the options below')
    .addOption(new Option('--target <kind>', 'where the platform runs').choices(TARGET_KINDS))
    .option('--name <name>', 'name of the platform')
    .option('--environment <name>', 'environment, such as dev or prod')
    .option('--team <name>', 'name of the first team')
    .addOption(new Option('--delivery <kind>', 'how manifests reach the cluster').choices(['argocd', 'flux', 'plain']))
    .option('--repository <url>', 'Git repository that the rendered folder is committed to')
    .option('--json', 'print the written files as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth init my-platform\n  $ plinth init my-platform --yes --target aws --team vision',
    )
    .action((dir: string, options: InitOptions) => runVerb(options, () => start(dir, options)));
}

async function start(dir: string, options: InitOptions): Promise<number> {
  const { DEFAULT_ANSWERS, starterFiles } = await import('../workspace/starter/starter-files.ts');
  const { writeStarter } = await import('../workspace/starter/write-starter.ts');
  const given: Partial<Answers> = Object.fromEntries(Object.entries(options).filter(([key]) => key in DEFAULT_ANSWERS));
  const asks =
    !options.yes && process.stdin.isTTY === true && process.stderr.isTTY === true && process.env['CI'] === undefined;
  const answers = asks ? await ask(given, DEFAULT_ANSWERS) : { ...DEFAULT_ANSWERS, ...given };
  if (answers === undefined) return EXIT.interrupted;
  const files = starterFiles(answers);
  await writeStarter(dir, files);
  if (options.json) print({ folder: dir, files: [...files.keys()] });
  else {
    for (const path of files.keys()) say(`${paint('green', '+')} ${dir}/${path}`);
    say(`next: edit ${dir}/platform.yaml, then plinth validate ${dir}/platform.yaml`);
  }
  return EXIT.done;
}

async function ask(given: Partial<Answers>, defaults: Answers): Promise<Answers | undefined> {
  const { group, select, text } = await import('@clack/prompts');
  const { metadataName } = await import('../workspace/starter/starter-files.ts');
  const word = (message: string, initialValue: string) => () =>
    text({ message, initialValue, validate: (value) => metadataName(value ?? '') });
  const cancelled = new AbortController();
  const questions = {
    target: () =>
      select({
        message: 'Where does the platform run?',
        options: TARGET_KINDS.map((value) => ({ value })),
        initialValue: defaults.target,
      }),
    name: word('What is it called?', defaults.name),
    environment: word('Which environment is this?', defaults.environment),
    team: word('What is the first team called?', defaults.team),
    delivery: () =>
      select({ message: 'How do manifests reach the cluster?', options: DELIVERIES, initialValue: defaults.delivery }),
    repository: () => text({ message: 'Which Git repository holds them?', initialValue: defaults.repository }),
  };
  const open = Object.fromEntries(Object.entries(questions).filter(([key]) => !(key in given)));
  const answered = await group(open, { onCancel: () => cancelled.abort() });
  return cancelled.signal.aborted ? undefined : { ...defaults, ...given, ...(answered as Partial<Answers>) };
}

const DELIVERIES = [
  { value: 'argocd' as const, label: 'argocd', hint: 'Argo CD pulls the folder' },
  { value: 'flux' as const, label: 'flux', hint: 'Flux pulls the folder' },
  { value: 'plain' as const, label: 'plain', hint: 'kubectl apply, wave by wave; needs `plinth lock`' },
];

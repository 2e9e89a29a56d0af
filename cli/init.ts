import { Command, Option } from 'commander';
import { TARGET_KINDS, type TargetKind } from '../spec/target-kind.ts';
import type { Answers } from '../workspace/starter/answers.ts';
import type { SecretsChoice, StateChoice } from '../workspace/starter/pulumi-choice.ts';
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
  readonly state?: StateChoice;
  readonly secrets?: SecretsChoice;
}

/** `plinth init [DIR]`: a working folder, after at most six questions. */
export function init(): Command {
  return new Command('init')
    .description('ask at most six questions and write a working folder: spec, Pulumi files, README and a CI example')
    .argument('[dir]', 'folder to make', 'my-platform')
    .option('-y, --yes', 'ask nothing; take the defaults and the options below')
    .addOption(new Option('--target <kind>', 'where the platform runs').choices(TARGET_KINDS))
    .option('--name <name>', 'name of the platform')
    .option('--environment <name>', 'environment, such as dev or prod')
    .option('--team <name>', 'name of the first team')
    .addOption(
      new Option('--delivery <kind>', 'how manifests reach the cluster').choices(['argocd', 'flux', 'plain', 'pulumi']),
    )
    .option('--repository <url>', 'Git repository that the rendered folder is committed to')
    .addOption(
      new Option('--state <place>', 'where Pulumi keeps its state; none: no Pulumi').choices([
        'none',
        'local',
        'bucket',
        'cloud',
      ]),
    )
    .addOption(
      new Option('--secrets <provider>', 'what encrypts the secrets in it').choices(['passphrase', 'kms', 'cloud']),
    )
    .option('--json', 'print the written files as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth init my-platform\n  $ plinth init my-platform --yes --target aws --team vision',
    )
    .action((dir: string, options: InitOptions) => runVerb(options, () => start(dir, options)));
}

async function start(dir: string, options: InitOptions): Promise<number> {
  const { DEFAULT_ANSWERS } = await import('../workspace/starter/answers.ts');
  const { starterFiles } = await import('../workspace/starter/starter-files.ts');
  const { writeStarter } = await import('../workspace/starter/write-starter.ts');
  const { json: _, yes, ...given } = options;
  const asks = !yes && process.stdin.isTTY === true && process.stderr.isTTY === true && process.env['CI'] === undefined;
  const answers = asks ? await ask(given, DEFAULT_ANSWERS) : { ...DEFAULT_ANSWERS, ...given };
  if (answers === undefined) return EXIT.interrupted;
  const files = starterFiles(answers);
  await writeStarter(dir, files);
  const spec = [...files.keys()].find((path) => path.endsWith('platform.yaml')) ?? 'platform.yaml';
  if (options.json) print({ folder: dir, files: [...files.keys()] });
  else {
    for (const path of files.keys()) say(`${paint('green', '+')} ${dir}/${path}`);
    say(`next: edit ${dir}/${spec}, then plinth validate ${dir}/${spec}`);
  }
  return EXIT.done;
}

/** Asks what no option answers; nothing where the user gave up. */
async function ask(given: Partial<Answers>, defaults: Answers): Promise<Answers | undefined> {
  const { isCancel, select, text } = await import('@clack/prompts');
  const { QUESTIONS, question } = await import('../workspace/starter/starter-questions.ts');
  let so: Answers = { ...defaults, ...given };
  for (const about of QUESTIONS) {
    const next = about in given ? undefined : question(about, so);
    if (next === undefined) continue;
    const { initial, message, options, wrong } = next;
    const answer =
      options === undefined
        ? await text({ message, initialValue: initial, validate: (value) => wrong?.(value ?? '') })
        : await select({
            message,
            initialValue: initial,
            options: options.map(({ because, value }) => ({ value, label: value, hint: because })),
          });
    if (isCancel(answer)) return undefined;
    so = { ...so, [about]: answer };
  }
  return so;
}

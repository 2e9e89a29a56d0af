import { Command } from 'commander';
import { plinthVersion } from '../workspace/plinth-version.ts';
import { VERBS } from './verbs.ts';

/**
 * The program with all its verbs.
 *
 * @param exit - ends it with a code where its words do not go together, or where help was asked for
 */
export function plinthProgram(exit: (code: number) => never): Command {
  const program = new Command('plinth')
    .description('The machine-learning platform as code: one typed file becomes a complete ML platform on Kubernetes.')
    .version(plinthVersion(), '--version', 'print the version of Plinth')
    .showHelpAfterError('(plinth --help shows every verb)')
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false })
    .exitOverride((error) => exit(error.exitCode === 0 ? 0 : 2))
    .addHelpText('after', HELP);
  for (const verb of VERBS) program.addCommand(verb());
  for (const verb of program.commands) inherit(program, verb);
  return program;
}

/** A verb that is added ready-made knows nothing of the program's exit code for a wrong option, nor of its hint. */
function inherit(parent: Command, verb: Command): void {
  verb.copyInheritedSettings(parent);
  for (const inner of verb.commands) inherit(verb, inner);
}

const HELP = `
Examples:
  $ plinth init my-platform
  $ plinth validate my-platform/platform.yaml
  $ plinth synth my-platform/platform.yaml --out deploy/prod

Exit codes: 0 done, 1 findings or differences, 2 could not run.`;

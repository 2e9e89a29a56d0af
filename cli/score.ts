import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { Score } from '../workspace/score/score.ts';
import { EXIT, paint, paintOutput, patience, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface ScoreOptions extends CommonOptions {
  readonly sarif?: boolean;
  readonly junit?: string;
}

/** `plinth score FILE`: how secure, separate, reliable, operable and paid for the rendered platform is. */
export function score(): Command {
  return new Command('score')
    .description('judge what is rendered: security, tenancy, reliability, operability and cost, each line with its fix')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .option('--json', 'print every line, rule and section as JSON')
    .option('--sarif', 'print the lines as SARIF, for code review tools')
    .option('--junit <file>', 'also write a JUnit report, a test for each rule')
    .addHelpText('after', HELP)
    .action((file: string, options: ScoreOptions) => runVerb(options, () => judge(file, options)));
}

const HELP = `
Example:
  $ plinth score platform.yaml --junit score.xml

With a lock the objects of the charts are judged too. What stays as it is needs a reason: write it into score-reasons.yaml beside
the spec, as a list of rule, at and because. Exit code 1 while anything fails without one.`;

async function judge(file: string, options: ScoreOptions): Promise<number> {
  const { scoreFile } = await import('../workspace/score/examine-score.ts');
  const waiting = patience('judging what is rendered');
  const found = await scoreFile(file, new Date().toISOString().slice(0, 10)).finally(waiting);
  const failed = found.lines.filter(({ state }) => state === 'failed').length;
  if (options.junit !== undefined) {
    const { scoreJunit } = await import('../workspace/score/report/score-junit.ts');
    await writeFile(options.junit, scoreJunit(found));
  }
  await show(file, found, options);
  if (!options.json && !options.sarif) {
    const explained = found.lines.length - failed;
    const word = failed === 0 ? paint('green', 'nothing unexplained') : paint('red', `${failed} unexplained`);
    say(`${word}, ${explained} explained, score ${found.score ?? '–'}`);
    say(
      failed === 0 ? `next: plinth conformance ${file}` : 'next: mend them, or write reasons into score-reasons.yaml',
    );
  }
  return failed === 0 ? EXIT.done : EXIT.found;
}

async function show(file: string, found: Score, { json, sarif }: ScoreOptions): Promise<void> {
  if (sarif) {
    const { scoreSarif } = await import('../workspace/score/report/score-sarif.ts');
    print(scoreSarif(found, file));
  } else if (json) print(found);
  else {
    const { scoreText } = await import('../workspace/score/report/score-text.ts');
    print(scoreText(found, paintOutput));
  }
}

import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { PlatformSubject } from '../workspace/platform-subject.ts';
import type { Rehearsal, RehearsalOptions } from '../workspace/rehearse/rehearsal.ts';
import { EXIT, paint, paintOutput, print, progress, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface RehearseOptions extends CommonOptions {
  readonly workloads?: string | false;
  readonly whatIf: readonly string[];
  readonly html?: string;
  readonly timeLimit: number;
  readonly keep?: boolean;
}

interface Told extends RehearseOptions {
  /** What was rehearsed, as its files were when it began; for JSON only. */
  readonly subject?: PlatformSubject | undefined;
}

/** `plinth rehearse FILE`: the platform and its jobs on a real control plane of this machine. */
export function rehearse(): Command {
  return new Command('rehearse')
    .description('run the platform and its jobs on a real control plane of this machine, with simulated nodes')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .option('--workloads <file>', 'jobs and faults (default: a few jobs of every team on each of its pools)')
    .option('--no-workloads', 'apply the platform only')
    .option('--what-if <path=value>', 'also rehearse the platform with this change; may be given again', collect, [])
    .option('--html <file>', 'write the report as one self-contained page')
    .option('--time-limit <minutes>', 'longest time for the jobs of one rehearsal', minutes, 15)
    .option('--keep', 'leave the control plane running until Ctrl-C, and print its kubeconfig')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: RehearseOptions) => runVerb(options, () => run(file, options)));
}

const HELP = `
Examples:
  $ plinth rehearse platform.yaml --html report.html
  $ plinth rehearse platform.yaml --workloads jobs.yaml --what-if pools.train-h100.nodes.max=32

The first rehearsal on a machine builds the engines from source: it needs Go and takes about a quarter of an hour.`;

async function run(file: string, asked: RehearseOptions): Promise<number> {
  const { subjectOf } = await import('../workspace/platform-subject.ts');
  const { rehearsal } = await import('../workspace/rehearse/rehearsal.ts');
  const { writableReport } = await import('../workspace/rehearse/report-file.ts');
  // Nobody waits for a rehearsal to hear that its report has no place.
  if (asked.html !== undefined) await writableReport(asked.html);
  const options = { ...asked, subject: asked.json ? await subjectOf(file) : undefined };
  const { end, step } = progress();
  const shown = await rehearsal({
    file,
    workloads: choiceOf(options.workloads),
    whatIf: options.whatIf,
    timeLimitSeconds: options.timeLimit * 60,
    onStep: step,
    onWarnings: (warnings) => report(warnings, { json: false }),
    ...(options.keep === true ? { hold: (found, kubeconfig) => held(file, found, kubeconfig, options, end) } : {}),
  }).finally(end);
  return tell(file, shown, options);
}

function choiceOf(workloads: string | false | undefined): RehearsalOptions['workloads'] {
  if (workloads === false) return { kind: 'none' };
  return workloads === undefined ? { kind: 'usual' } : { kind: 'file', file: workloads };
}

/** Shows the report, then waits for Ctrl-C, which ends the program and with it the control plane. */
async function held(file: string, shown: Rehearsal, kubeconfig: string, options: Told, end: () => void) {
  end();
  await tell(file, shown, options);
  say(`${paint('green', 'running')}: export KUBECONFIG=${kubeconfig}`);
  say('look around with kubectl or k9s; Ctrl-C ends it and leaves nothing behind');
  await new Promise(() => setInterval(() => undefined, 1 << 30));
}

async function tell(file: string, { comparison, recording, report: shown }: Rehearsal, options: Told): Promise<number> {
  const { reportHtml, reportText } = await import('../rehearsal/report/index.ts');
  if (options.json) {
    const subject = { ...options.subject, made: new Date().toISOString() };
    print({ ...shown, ...(comparison === undefined ? {} : { comparison }), subject });
  } else print(reportText(shown, { paint: paintOutput, comparison }));
  if (options.html !== undefined) await writeFile(options.html, reportHtml({ report: shown, recording, comparison }));
  if (options.html !== undefined) say(`${paint('green', 'written')}: ${options.html}`);
  else if (!options.json) say(`next: plinth rehearse ${file} --html report.html draws it`);
  return shown.verdict === 'passed' ? EXIT.done : EXIT.found;
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

function minutes(value: string): number {
  const number = Number(value);
  if (number >= 1 && number <= 1_440) return number;
  throw new InvalidArgumentError('expected minutes, 1 to 1440');
}

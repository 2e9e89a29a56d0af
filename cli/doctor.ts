import { Command } from 'commander';
import { EXIT, paint, paintOutput, print, progress, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

/** Time after which a wait is explained. Unit: milliseconds. */
const PATIENCE_MILLISECONDS = 2_000;

/** `plinth doctor FILE`: whether this machine, this account and this cluster can carry the platform. */
export function doctor(): Command {
  return new Command('doctor')
    .description(
      'look at tools, credentials, quota, capacity, addresses, hosts and the cluster, before anything is built',
    )
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .option('--json', 'print every line and finding as JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: CommonOptions) => runVerb(options, () => examineFile(file, options)));
}

const HELP = `
Example:
  $ plinth doctor platform.yaml

Changes nothing. Clouds are asked through their own command lines (aws, gcloud, az, doctl), where they are installed and signed
in; everything else works without, and says "not asked".`;

async function examineFile(file: string, options: CommonOptions): Promise<number> {
  const { examine } = await import('../workspace/doctor/examine.ts');
  const { countStates, diagnosisText } = await import('../workspace/doctor/diagnosis-text.ts');
  const waiting = patience();
  const diagnosis = await examine(file, { onStep: waiting.step }).finally(waiting.end);
  const failed = diagnosis.findings.some(({ level }) => level === 'error');
  if (options.json) print(diagnosis);
  else {
    print(diagnosisText(diagnosis, paintOutput));
    say(`${paint(failed ? 'red' : 'green', failed ? 'not ready' : 'ready')}: ${countStates(diagnosis)}`);
  }
  return failed ? EXIT.found : EXIT.done;
}

/** Says what is looked at, once that takes long enough for somebody to wonder. */
function patience(): { readonly step: (check: string) => void; readonly end: () => void } {
  const { end, step } = progress();
  let [current, late] = ['', false];
  const timer = setTimeout(() => {
    late = true;
    step(`looking at ${current}`);
  }, PATIENCE_MILLISECONDS);
  return {
    step: (check) => {
      current = check;
      if (late) step(`looking at ${check}`);
    },
    end: () => {
      clearTimeout(timer);
      end();
    },
  };
}

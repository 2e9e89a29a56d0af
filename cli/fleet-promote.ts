import { Command, InvalidArgumentError } from 'commander';
import type { GateOutcome } from '../workspace/fleet/promotion/gate-outcome.ts';
import type { Promotion } from '../workspace/fleet/promotion/promote-fleet.ts';
import { EXIT, paint, patience, print, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface PromoteOptions extends CommonOptions {
  readonly to?: string;
  readonly check?: boolean;
  readonly against?: string;
  readonly evidence: readonly (readonly [string, string])[];
}

/** `plinth fleet promote FILE`: a stage takes the versions of the stages before it, if its gates hold. */
export function promote(): Command {
  return new Command('promote')
    .description('let a stage take the versions of the stages before it, if every gate of it holds')
    .argument('<file>', 'the fleet: fleet.yaml')
    .option('--to <stage>', 'stage that takes them (default: the first that is behind)')
    .option('--check', 'write nothing; exit 1 if a gate does not hold')
    .option('--against <rev>', 'check every stage whose versions are newer than at this Git revision; writes nothing')
    .option(
      '--evidence <kind=file>',
      'file of a gate, such as rehearsal:oslo=report.json; may be given again',
      collect,
      [],
    )
    .option('--json', 'print what changes, and each gate, as JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: PromoteOptions) => runVerb(options, () => run(file, options)));
}

const HELP = `
Examples:
  $ plinth fleet promote fleet.yaml --check
  $ plinth fleet promote fleet.yaml --to prod
  $ plinth fleet promote fleet.yaml --against origin/main    (in the pipeline of a pull request)

Gates stand in the fleet file, at promotion[].gates. Evidence counts only if it is about exactly what the stages before are now.
Exit codes: 0 every gate holds or no stage is behind, 1 a gate does not hold, 2 could not run.`;

async function run(file: string, options: PromoteOptions): Promise<number> {
  const { examinePromotion, examineSince, mayPass } = await import('../workspace/fleet/promotion/promote-fleet.ts');
  const { against, check, evidence, json, to } = options;
  const args = { file, to, given: new Map(evidence), now: new Date() };
  const waiting = patience('looking at the gates');
  const found = await (against === undefined
    ? examinePromotion(args).then((one) => (one === undefined ? [] : [one]))
    : examineSince(args, against)
  ).finally(waiting);
  const held = found.every(mayPass);
  const writes = held && check !== true && against === undefined;
  const written = writes ? await write(found) : [];
  if (json) {
    print({ promotions: found.map(promotionJson), holds: held, written });
    return held ? EXIT.done : EXIT.found;
  }
  if (found.length === 0) say(nothingText(to, against));
  for (const each of found) await tell(each, against);
  if (written.length > 0) {
    say(`${paint('green', 'written')}: ${written.join(', ')}`);
    say(`next: plinth lock ${file} where the fleet has locks, plinth synth ${file} --out DIR, and commit`);
  } else if (held && found.length > 0) say(`${paint('green', 'every gate holds')}; nothing is written`);
  return held ? EXIT.done : EXIT.found;
}

async function write(found: readonly Promotion[]): Promise<readonly string[]> {
  const { writePromotion } = await import('../workspace/fleet/promotion/promote-fleet.ts');
  const files = await Promise.all(found.map(writePromotion));
  return files.flat();
}

async function tell({ gates, plan }: Promotion, against: string | undefined): Promise<void> {
  const { changesText } = await import('../workspace/fleet/promotion/promotion-text.ts');
  const before = plan.before.map(({ member }) => member.name);
  say(
    `${paint('bold', plan.stage.name)} ${against === undefined ? 'takes' : `is newer than at ${against}, and takes`} what ${before.join(', ')} ${before.length === 1 ? 'runs' : 'run'}:`,
  );
  say(changesText(plan.changes));
  for (const gate of gates) say(gateText(gate));
  if (gates.length === 0) say('  no gate: it states none');
  report(
    gates.flatMap(({ findings }) => findings),
    {},
  );
}

function gateText({ because, findings, gate, platform }: GateOutcome): string {
  const mark = findings.length === 0 ? paint('green', 'holds') : paint('red', 'does not hold');
  const why = because ?? findings.map(({ code }) => code).join(', ');
  return `  ${mark}  ${gate}${platform === undefined ? '' : ` of ${platform}`}: ${why}`;
}

function nothingText(to: string | undefined, against: string | undefined): string {
  if (against !== undefined) return `no stage with gates runs anything newer than at ${against}`;
  return to === undefined
    ? 'no stage is behind the stages before it: nothing to promote'
    : `${to} runs everything that the stages before it run: nothing to promote`;
}

function promotionJson({ gates, plan }: Promotion) {
  return {
    stage: plan.stage.name,
    version: plan.version,
    before: plan.before.map(({ member }) => member.name),
    changes: plan.changes,
    gates: gates.map((gate) => ({ ...gate, holds: gate.findings.length === 0 })),
  };
}

function collect(value: string, earlier: readonly (readonly [string, string])[]) {
  const [, key, file] = /^((?:verdict|rehearsal)(?::[a-z0-9-]+)?|approval)=(.+)$/.exec(value) ?? [];
  if (key === undefined || file === undefined)
    throw new InvalidArgumentError('expected verdict, rehearsal or approval, and a file: rehearsal:oslo=report.json');
  return [...earlier, [key, file] as const];
}

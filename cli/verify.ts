import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PlatformError } from '../spec/finding.ts';
import type { ReleaseVerdict } from '../verification/judge/verdict.ts';
import type { ReleaseRisk } from '../verification/risk/release-risk.ts';
import type { ArmLabel, SeriesSource, VerifyOptions } from '../workspace/verify/verify.ts';
import { EXIT, paint, paintOutput, print, say } from './terminal.ts';
import { type CommonOptions, report, runVerb } from './verb.ts';

interface VerifyVerbOptions extends CommonOptions {
  readonly prometheus?: string;
  readonly data?: string;
  readonly wait?: boolean;
  readonly arm: readonly string[];
  readonly analysis?: string;
  readonly image?: string;
  readonly history?: string;
  readonly endpoint?: string;
  readonly platform?: string;
  readonly out?: string;
  readonly act?: boolean;
  readonly trustedRoot?: string;
  readonly burn?: number;
  readonly watch?: string;
  readonly html?: string;
  readonly markdown?: string;
}

/** `plinth verify FILE`: whether a release is worse than the one before it. */
export function verify(): Command {
  return new Command('verify')
    .description('judge a release against its baseline by its metrics: pass, fail, or not known')
    .argument('[file]', 'verification.yaml: services, queries, what is harm; with --endpoint the spec of the platform')
    .option('--prometheus <url>', 'ask this Prometheus', address)
    .addOption(
      new Option('--data <file>', 'take the series from this JSON file instead').conflicts(['prometheus', 'wait']),
    )
    .option('--wait', 'watch the release from now on, look after look, until the verdict is clear')
    .option(
      '--arm <arm.label=value>',
      'another label of baseline or canary than the file says; may be given again',
      collect,
      [],
    )
    .option('--html <file>', 'write the report as one self-contained page')
    .option('--markdown <file>', 'write the report for a pull request')
    .option('--history <file>', 'also say how often releases of these services failed, by this JSON list of past ones')
    .option('--analysis <namespace/name>', 'ask nothing: print the analysis template of Argo Rollouts that does')
    .option('--image <image>', 'image with plinth in it, by digest, for --analysis')
    .option('--endpoint <team/endpoint>', 'judge the newest release of this endpoint, as the spec says, by its traffic')
    .option(
      '--platform <file>',
      'platform whose version is judged, for plinth fleet promote: named in what --json prints',
    )
    .option('-o, --out <dir>', 'Git folder that synth writes, for --endpoint')
    .option('--act', 'write what the verdict asks for into that folder: the next step, or the traffic of before')
    .option('--trusted-root <file>', 'Sigstore’s trusted_root.json, to check signatures by identities, for --act')
    .addOption(
      new Option('--burn [factor]', 'judge no release: do promises of the platform hold, or does a wave have to wait')
        .preset('6')
        .argParser(factorOf)
        .conflicts(['data', 'wait', 'endpoint', 'analysis']),
    )
    .option('--watch <time>', 'how long promises must hold, such as 5m, for --burn', timeOf)
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: VerifyVerbOptions) => runVerb(options, () => run(file, options)));
}

const HELP = `
Examples:
  $ plinth verify verification.yaml --prometheus http://localhost:9090
  $ plinth verify verification.yaml --prometheus http://localhost:9090 --wait --markdown verdict.md
  $ plinth verify verification.yaml --data series.json --html report.html
  $ plinth verify verification.yaml --prometheus http://prometheus.monitoring:9090 --analysis shop/judge --image … > judge.yaml
  $ plinth verify platform.yaml --endpoint vision/defects --out deploy/prod --prometheus http://localhost:9090 --wait --act
  $ plinth verify --burn --watch 5m --prometheus http://localhost:9090 && kubectl apply -k deploy/prod/30-tenants

Exit codes: 0 the release passes, 1 it fails or nobody can tell, 2 could not run.`;

async function run(file: string | undefined, options: VerifyVerbOptions): Promise<number> {
  const { burn, json, prometheus, watch } = options;
  const idle = idleOption(options);
  if (idle !== undefined) {
    say(`${paint('red', 'nothing would come of it')}: ${idle}`);
    return EXIT.failed;
  }
  if (burn !== undefined && prometheus !== undefined) {
    const { gateByBurn } = await import('./verify-burn.ts');
    return gateByBurn({ prometheus, factor: burn, watch, json });
  }
  if (file === undefined) {
    say(
      burn === undefined
        ? `${paint('red', 'nothing to judge')}: name a verification.yaml, or give --burn with --prometheus URL`
        : `${paint('red', 'nothing to ask')}: --burn needs --prometheus URL`,
    );
    return EXIT.failed;
  }
  try {
    return options.analysis === undefined
      ? await judged(file, options)
      : await printAnalysis(file, options.analysis, options);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // A mistake in a file must not look like a bad release to what reads the exit code.
    report(error.findings, options);
    return EXIT.failed;
  }
}

/** An option that does nothing without another one: who gives it expects that it does. */
function idleOption({ act, arm, burn, endpoint, history, watch }: VerifyVerbOptions): string | undefined {
  if (act === true && endpoint === undefined) return '--act needs --endpoint TEAM/ENDPOINT';
  if (watch !== undefined && burn === undefined) return '--watch needs --burn';
  if (endpoint === undefined) return undefined;
  if (history !== undefined) return '--history is for a verification file, not for --endpoint';
  return arm.length === 0
    ? undefined
    : '--arm is for a verification file; --endpoint compares the releases that share the traffic';
}

async function judged(file: string, options: VerifyVerbOptions): Promise<number> {
  const { writableReport } = await import('../workspace/rehearse/report-file.ts');
  const { verify: judge } = await import('../workspace/verify/verify.ts');
  for (const page of [options.html, options.markdown]) if (page !== undefined) await writableReport(page);
  const source = sourceOf(options);
  if (source === undefined) {
    say(`${paint('red', 'nothing to ask')}: give --prometheus URL or --data FILE`);
    return EXIT.failed;
  }
  const how = { source, wait: options.wait === true, onLook: tellLook };
  if (options.endpoint !== undefined) return judgedEndpoint(file, options.endpoint, how, options);
  const risk = options.history === undefined ? undefined : await riskOf(file, options.history);
  const subject = await subjectJson(options.platform, options);
  const found = await judge({ ...how, file, labels: options.arm.map(labelOf) });
  await tell(found, risk, options, subject());
  return found.verdict === 'pass' ? EXIT.done : EXIT.found;
}

async function judgedEndpoint(
  file: string,
  endpoint: string,
  how: Pick<VerifyOptions, 'source' | 'wait' | 'onLook'>,
  options: VerifyVerbOptions,
): Promise<number> {
  const { act, out, trustedRoot } = options;
  if (out === undefined) {
    say(`${paint('red', 'no traffic to look at')}: --endpoint needs --out DIR, the folder that synth writes`);
    return EXIT.failed;
  }
  const { actJson, judgeEndpointAt, tellAct } = await import('./verify-endpoint.ts');
  const place = { file, endpoint, out, act: act === true, trustedRoot };
  const subject = await subjectJson(file, options);
  const { verdict, ...became } = await judgeEndpointAt(place, how);
  await tell(verdict, undefined, options, { ...actJson(became), ...subject() });
  tellAct(became, place);
  return verdict.verdict === 'pass' ? EXIT.done : EXIT.found;
}

function tellLook({ look, reasons }: ReleaseVerdict): void {
  say(`look ${look.number} of ${look.of}: ${reasons[0] ?? ''}`);
}

async function printAnalysis(
  file: string,
  place: string,
  { image = '', prometheus }: VerifyVerbOptions,
): Promise<number> {
  const { printedAnalysis } = await import('../workspace/verify/printed-analysis.ts');
  const [namespace = '', name = ''] = place.split('/');
  if (prometheus === undefined || name === '') {
    say(`${paint('red', 'nothing to print')}: --analysis NAMESPACE/NAME needs --prometheus URL and --image IMAGE`);
    return EXIT.failed;
  }
  print(await printedAnalysis(file, { name, namespace, image, prometheus }));
  return EXIT.done;
}

function sourceOf({ data, prometheus }: VerifyVerbOptions): SeriesSource | undefined {
  if (data !== undefined) return { kind: 'file', file: data };
  return prometheus === undefined ? undefined : { kind: 'prometheus', url: prometheus };
}

async function riskOf(file: string, history: string): Promise<ReleaseRisk> {
  const { readHistory } = await import('../workspace/verify/history-file.ts');
  const { readVerification } = await import('../workspace/verify/verify.ts');
  const { releaseRisk } = await import('../verification/risk/release-risk.ts');
  const { services } = await readVerification(file);
  return releaseRisk(
    await readHistory(history),
    services.map(({ name }) => name),
  );
}

async function tell(
  found: ReleaseVerdict,
  risk: ReleaseRisk | undefined,
  options: VerifyVerbOptions,
  more: object = {},
): Promise<void> {
  const { html, json, markdown } = options;
  const { riskText, verdictJson, verdictMarkdown, verdictText } = await import('../verification/report/index.ts');
  if (json) print({ ...verdictJson(found), ...(risk === undefined ? {} : { risk }), ...more });
  else print(`${verdictText(found, paintOutput)}${risk === undefined ? '' : `\n${riskText(risk)}\n`}`);
  if (markdown !== undefined) await writeFile(markdown, verdictMarkdown(found));
  if (html !== undefined) {
    const { verdictHtml } = await import('../workspace/verify/verdict-html.ts');
    await writeFile(html, verdictHtml(found));
  }
  for (const file of [markdown, html]) if (file !== undefined) say(`${paint('green', 'written')}: ${file}`);
}

/** Which platform a verdict is about, as its files are when the judging begins; for JSON only. @returns what says it, with the time */
async function subjectJson(file: string | undefined, { json }: CommonOptions): Promise<() => object> {
  if (file === undefined || json !== true) return () => ({});
  const { subjectOf } = await import('../workspace/platform-subject.ts');
  const subject = await subjectOf(file);
  return () => ({ subject: { ...subject, made: new Date().toISOString() } });
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  labelOf(value);
  return [...earlier, value];
}

function labelOf(text: string): ArmLabel {
  const [, arm, label, value] = /^(baseline|canary)\.([a-zA-Z_][a-zA-Z0-9_]*)=(.*)$/.exec(text) ?? [];
  if (arm === undefined || label === undefined || value === undefined)
    throw new InvalidArgumentError('expected baseline.LABEL=VALUE or canary.LABEL=VALUE');
  return { arm: arm === 'baseline' ? 'baseline' : 'canary', label, value };
}

function address(value: string): string {
  if (/^https?:\/\/\S+$/.test(value)) return value;
  throw new InvalidArgumentError('expected an address such as http://localhost:9090');
}

function factorOf(value: string): number {
  const factor = Number(value);
  if (Number.isFinite(factor) && factor >= 1 && factor <= 1_000) return factor;
  throw new InvalidArgumentError('expected a number, 1 to 1000: how many times too fast');
}

function timeOf(value: string): string {
  if (/^[1-9]\d{0,6}[smhd]$/.test(value)) return value;
  throw new InvalidArgumentError('expected a whole number with a unit, such as 5m');
}

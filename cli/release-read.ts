import { type Command, InvalidArgumentError } from 'commander';
import type { ListedLine } from '../workspace/release/list-releases.ts';
import type { VerifiedReleases } from '../workspace/release/verify-releases.ts';
import { deskOptions, type ReleaseOptions, releaseVerb } from './release-options.ts';
import { EXIT, paint, paintOutput, print, say } from './terminal.ts';
import { report, runVerb } from './verb.ts';

/** Verbs that change nothing. */
export function releaseRead(): readonly Command[] {
  return [list(), show(), verify(), replay()];
}

/** `plinth release list FILE [TEAM/ENDPOINT]`. */
function list(): Command {
  return releaseVerb('list', 'list the releases of an endpoint, or of all')
    .argument('[endpoint]', 'TEAM/ENDPOINT (default: all)')
    .addHelpText('after', '\nExample:\n  $ plinth release list platform.yaml vision/defects --out deploy/prod')
    .action((file: string, endpoint: string | undefined, options: ReleaseOptions) =>
      runVerb(options, async () => {
        const { endpointKey, readingDesk } = await import('../workspace/release/open-desk.ts');
        const { listReleases } = await import('../workspace/release/list-releases.ts');
        const key = endpoint === undefined ? undefined : endpointKey(endpoint);
        const { folder } = await readingDesk(deskOptions(file, options));
        const lines = await listReleases(folder, key);
        if (options.json) print({ releases: lines });
        else if (lines.length === 0) say('no releases');
        else print(lines.map(lineText).join(''));
        return EXIT.done;
      }),
    );
}

function lineText({ author, created, endpoint, metrics, model, number, team, weight }: ListedLine): string {
  const share = weight === undefined ? '' : `${weight} %`;
  const figures = Object.entries(metrics)
    .slice(0, 3)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const served = paintOutput(weight === undefined ? 'dim' : 'green', share.padStart(5));
  return `${team}/${endpoint} ${String(number).padStart(4)} ${served}  ${created}  ${author}  ${figures}  ${model}\n`;
}

/** `plinth release show FILE TEAM/ENDPOINT`. */
function show(): Command {
  return releaseVerb('show', 'show where the model that an endpoint serves right now came from')
    .argument('<endpoint>', 'TEAM/ENDPOINT, such as vision/defects')
    .addHelpText('after', '\nExample:\n  $ plinth release show platform.yaml vision/defects --out deploy/prod')
    .action((file: string, endpoint: string, options: ReleaseOptions) =>
      runVerb(options, async () => {
        const { endpointKey, readingDesk } = await import('../workspace/release/open-desk.ts');
        const { lineage } = await import('../workspace/release/lineage.ts');
        const { lineageText } = await import('../workspace/release/lineage-text.ts');
        const key = endpointKey(endpoint);
        const desk = await readingDesk(deskOptions(file, options));
        const found = await lineage(desk.folder, key, desk.spec, desk);
        print(options.json ? found : lineageText(found, paintOutput));
        const broken = found.served.some(
          ({ asPromoted, gate, signature }) =>
            !asPromoted || signature.verdict === 'invalid' || gate.some(({ passed }) => !passed),
        );
        return broken ? EXIT.found : EXIT.done;
      }),
    );
}

/** `plinth release verify FILE [TEAM/ENDPOINT]`. */
function verify(): Command {
  return releaseVerb('verify', 'check the whole history: digests, gates, signatures, traffic, and what Git remembers')
    .argument('[endpoint]', 'TEAM/ENDPOINT (default: all)')
    .addHelpText('after', '\nExample:\n  $ plinth release verify platform.yaml --out deploy/prod --ask')
    .action((file: string, endpoint: string | undefined, options: ReleaseOptions) =>
      runVerb(options, async () => {
        const { endpointKey, trafficDesk } = await import('../workspace/release/open-desk.ts');
        const { verifyReleases } = await import('../workspace/release/verify-releases.ts');
        const { renderedFindings } = await import('../workspace/release/changed-releases.ts');
        const key = endpoint === undefined ? undefined : endpointKey(endpoint);
        const desk = await trafficDesk(deskOptions(file, options));
        const found = await verifyReleases(desk.folder, desk, key);
        const findings = [...found.findings, ...(found.findings.length > 0 ? [] : await renderedFindings(desk))];
        if (options.json) print({ ...found, findings });
        else {
          report(findings, options);
          say(
            verdictText(
              found,
              findings.some(({ level }) => level === 'error'),
            ),
          );
        }
        return findings.some(({ level }) => level === 'error') ? EXIT.found : EXIT.done;
      }),
    );
}

function verdictText({ datasets, endpoints, git, releases, signatures }: VerifiedReleases, failed: boolean): string {
  const lines = [
    `${failed ? paint('red', 'not as it should be') : paint('green', 'all as it should be')}: ${releases} releases of ${endpoints} endpoints`,
    `signatures: ${signatures.valid} valid, ${signatures.invalid} invalid, ${signatures.unchecked} not looked at`,
    `datasets: ${datasets.there} there, ${datasets.gone} gone, ${datasets['not asked']} not asked`,
    `git: ${git === true ? 'no commit changed a release' : `not asked: ${git}`}`,
  ];
  return (git === true && failed ? lines.slice(0, 3) : lines).join('\n');
}

/** `plinth release replay FILE TEAM/ENDPOINT N`. */
function replay(): Command {
  return releaseVerb('replay', 'print the job that runs an old model with its old runtime on its old data')
    .argument('<endpoint>', 'TEAM/ENDPOINT, such as vision/defects')
    .argument('<number>', 'the release', number)
    .argument('[command...]', 'what the runtime runs, after -- (default: as the release says)')
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth release replay platform.yaml vision/defects 3 --out deploy/prod -- python evaluate.py | kubectl create -f -',
    )
    .action((file: string, endpoint: string, which: number, command: readonly string[], options: ReleaseOptions) =>
      runVerb(options, async () => {
        const { endpointKey } = await import('../workspace/release/open-desk.ts');
        const { replayRelease } = await import('../workspace/release/replay-release.ts');
        const { yamlText } = await import('../constructs/delivery/index.ts');
        const found = await replayRelease(deskOptions(file, options), {
          ...endpointKey(endpoint),
          number: which,
          command,
        });
        if (!options.json) report(found.findings, options);
        print(options.json ? found : found.objects.map(yamlText).join('---\n'));
        return EXIT.done;
      }),
    );
}

function number(value: string): number {
  const given = Number(value);
  if (Number.isInteger(given) && given >= 1 && given <= 9_999) return given;
  throw new InvalidArgumentError('expected the number of a release, 1 to 9999');
}

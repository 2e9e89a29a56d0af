import { type Command, InvalidArgumentError } from 'commander';
import type { ChangedTraffic } from '../workspace/release/promote.ts';
import { collect, deskOptions, type ReleaseOptions, releaseVerb } from './release-options.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { report, runVerb } from './verb.ts';

interface PromoteOptions extends ReleaseOptions {
  readonly weight: number;
  readonly header: readonly string[];
}

interface RollbackOptions extends ReleaseOptions {
  readonly to?: number;
}

/** Verbs that change what is served. */
export function releaseChange(): readonly Command[] {
  return [promote(), rollback(), render()];
}

/** `plinth release promote FILE TEAM/ENDPOINT [N]`: a share of the traffic for a release. */
function promote(): Command {
  return releaseVerb('promote', 'give a release its share of the traffic; the others share the rest')
    .argument('<endpoint>', 'TEAM/ENDPOINT, such as vision/defects')
    .argument('[number]', 'the release (default: the newest)', count)
    .requiredOption('--weight <percent>', 'its part of the requests, 0 to 100', percent)
    .option('--header <name=value>', 'requests with it go to this release too; may be given again', collect, [])
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth release promote platform.yaml vision/defects 4 --out deploy/prod --weight 10 --header x-canary=yes',
    )
    .action((file: string, endpoint: string, number: number | undefined, options: PromoteOptions) =>
      runVerb(options, async () => {
        const { endpointKey, trafficDesk } = await import('../workspace/release/open-desk.ts');
        const { headersOf } = await import('../workspace/release/release-input.ts');
        const { promote: change } = await import('../workspace/release/promote.ts');
        const [key, headers] = [endpointKey(endpoint), headersOf(options.header)];
        const desk = await trafficDesk(deskOptions(file, options));
        return tell(endpoint, options, await change(desk, { ...key, number, weight: options.weight, headers }));
      }),
    );
}

/** `plinth release rollback FILE TEAM/ENDPOINT`: the traffic of before, in one edit. */
function rollback(): Command {
  return releaseVerb('rollback', 'restore the traffic from before the newest release in it, in one edit')
    .argument('<endpoint>', 'TEAM/ENDPOINT, such as vision/defects')
    .option('--to <number>', 'the release that shall have all of it (default: whatever was there)', count)
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth release rollback platform.yaml vision/defects --out deploy/prod\n\nReverting the commit of a promotion does the same.',
    )
    .action((file: string, endpoint: string, options: RollbackOptions) =>
      runVerb(options, async () => {
        const { endpointKey, trafficDesk } = await import('../workspace/release/open-desk.ts');
        const { rollback: change } = await import('../workspace/release/promote.ts');
        const key = endpointKey(endpoint);
        return tell(endpoint, options, await change(await trafficDesk(deskOptions(file, options)), key, options.to));
      }),
    );
}

/** `plinth release render FILE`: the objects of all endpoints anew. */
function render(): Command {
  return releaseVerb('render', 'render the objects of all endpoints anew, after the platform changed')
    .addHelpText('after', '\nExample:\n  $ plinth release render platform.yaml --out deploy/prod')
    .action((file: string, options: ReleaseOptions) =>
      runVerb(options, async () => {
        const { trafficDesk } = await import('../workspace/release/open-desk.ts');
        const { renderEndpoints } = await import('../workspace/release/render-endpoints.ts');
        const changed = await renderEndpoints(await trafficDesk(deskOptions(file, options)));
        if (options.json) print({ folder: options.out, changed });
        else if (changed.length === 0) say(`${paint('green', 'up to date')}: ${options.out}/releases`);
        else for (const path of changed) say(`${paint('yellow', '~')} ${options.out}/${path}`);
        return EXIT.done;
      }),
    );
}

function tell(endpoint: string, options: ReleaseOptions, change: ChangedTraffic): number {
  if (options.json) print(change);
  else {
    report(change.findings, options);
    const text = (state: ChangedTraffic['to'] = []) =>
      state.map(({ release, weight }) => `release ${release} ${weight} %`).join(', ') || 'nothing';
    say(
      change.changed
        ? `${paint('green', 'written')}: ${endpoint}: ${text(change.from)} → ${text(change.to)}`
        : `${paint('yellow', 'as before')}: ${endpoint}: ${text(change.to)}`,
    );
    if (change.changed) say(`next: commit ${options.out}/releases; reverting that commit takes it back`);
  }
  return EXIT.done;
}

function percent(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= 100) return number;
  throw new InvalidArgumentError('expected a whole number, 0 to 100');
}

function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= 9_999) return number;
  throw new InvalidArgumentError('expected the number of a release, 1 to 9999');
}

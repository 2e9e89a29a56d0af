import type { DeliveryKind } from '../spec/delivery.ts';
import { PlatformError } from '../spec/finding.ts';
import type { FleetState } from '../workspace/fleet/fleet-folder.ts';
import { sayFolderState } from './folder-state.ts';
import { EXIT, paint, print, say } from './terminal.ts';
import { type CommonOptions, report } from './verb.ts';

/** What of `plinth validate` a fleet needs. */
export interface FleetValidateOptions extends CommonOptions {
  readonly sarif?: boolean;
  readonly strict?: boolean;
}

/** `plinth validate fleet.yaml`: everything that is wrong with all platforms, at once. */
export async function validateFleet(file: string, options: FleetValidateOptions): Promise<number> {
  const { buildFleet } = await import('../workspace/fleet/built-fleet.ts');
  const { fleetText } = await import('../workspace/fleet/fleet-text.ts');
  const built = await buildFleet(file).catch(asFindings);
  // A missing lock stops `synth`, not the writing of a spec.
  const about =
    'lockFindings' in built ? built.lockFindings.map((each) => ({ ...each, level: 'warning' as const })) : [];
  const findings = [...built.findings, ...about];
  if (options.sarif) {
    const { sarif } = await import('../workspace/sarif.ts');
    print(sarif(findings));
  } else if (options.json || findings.length > 0) report(findings, options);
  if (!('loaded' in built)) return findings.every(({ code }) => code.startsWith('FILE_')) ? EXIT.failed : EXIT.found;
  if (options.strict && findings.length > 0) return EXIT.found;
  if (!options.json && !options.sarif) {
    say(fleetText(built.loaded));
    say(`${paint('green', 'valid')}; next: plinth synth ${file} --out deploy`);
  }
  return EXIT.done;
}

function asFindings(error: unknown): Pick<PlatformError, 'findings'> {
  if (error instanceof PlatformError) return { findings: error.findings };
  throw error;
}

/** What of `plinth synth` a fleet needs. */
export interface FleetSynthOptions extends CommonOptions {
  readonly out: string;
  readonly check?: boolean;
  readonly delivery?: DeliveryKind;
}

/** `plinth synth fleet.yaml --out DIR`: a folder for each platform, or nothing if anything is wrong. */
export async function synthFleet(file: string, options: FleetSynthOptions): Promise<number> {
  const { drawFleet } = await import('../workspace/fleet/built-fleet.ts');
  const { compareFleet, isUpToDate, leftFindings, writeFleet } = await import('../workspace/fleet/fleet-folder.ts');
  const { fleetText } = await import('../workspace/fleet/fleet-text.ts');
  const { findings, loaded, members } = await drawFleet(file, options.delivery);
  const state = await (options.check ? compareFleet : writeFleet)(options.out, loaded, members);
  const all = [...findings, ...leftFindings(options.out, state)];
  const upToDate = isUpToDate(state);
  if (options.json)
    print({ findings: all, folder: options.out, upToDate, ...state, platforms: Object.fromEntries(state.platforms) });
  else {
    report(all, options);
    if (options.check) sayState(options.out, state, upToDate);
    else {
      say(fleetText(loaded));
      say(
        `${paint('green', 'written')}: ${members.map(({ loaded: one }) => `${options.out}/${one.member.name}`).join(', ')}`,
      );
      say(`next: commit it; how each cluster reads its folder is said by \`plinth synth ${file}#NAME\``);
    }
  }
  return options.check && !upToDate ? EXIT.found : EXIT.done;
}

function sayState(out: string, { described, platforms }: FleetState, upToDate: boolean): void {
  if (upToDate) {
    say(`${paint('green', 'up to date')}: ${out}`);
    return;
  }
  for (const [name, state] of platforms) sayFolderState(state, `${name}/`);
  if (described !== 'equal') say(`${paint('yellow', '~')} plinth.fleet.json`);
  say(`${out} is not up to date; render it again without --check`);
}

/** What of `plinth diff` a fleet needs. */
export interface FleetDiffOptions extends CommonOptions {
  readonly against: string;
  readonly path?: string;
}

/** `plinth diff fleet.yaml --against DIR|REV`: platform by platform. */
export async function diffFleet(file: string, { against, json, path }: FleetDiffOptions): Promise<number> {
  const { buildFleet, drawn } = await import('../workspace/fleet/built-fleet.ts');
  const { earlierFleet } = await import('../workspace/fleet/earlier-fleet.ts');
  const { differences, differenceText, renderedObjects } = await import('../workspace/difference/index.ts');
  const { members } = await buildFleet(file);
  const now = new Map(members.map((each) => [each.loaded.member.name, renderedObjects(drawn(each).folder)]));
  const before = await earlierFleet(file, against, [...now.keys()], path);
  const found = [...new Set([...now.keys(), ...before.keys()])].map(
    (name) => [name, differences(before.get(name) ?? [], now.get(name) ?? [])] as const,
  );
  const changed = found.filter(([, each]) => each.length > 0);
  if (json) print({ differences: Object.fromEntries(changed) });
  else if (changed.length === 0) say('no differences');
  const colour = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
  if (!json) for (const [name, each] of changed) print(`# ${name}\n${differenceText(each, { colour })}`);
  return changed.length === 0 ? EXIT.done : EXIT.found;
}

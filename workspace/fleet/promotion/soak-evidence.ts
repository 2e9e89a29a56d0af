import { dirname, join, relative, resolve } from 'node:path';
import type { Finding } from '../../../spec/finding.ts';
import { PlatformError } from '../../../spec/finding.ts';
import type { FleetGate } from '../../../spec/fleet-gate.ts';
import { run } from '../../lock/run.ts';
import { fleetPlatforms } from '../load-fleet.ts';
import type { LoadedMember } from '../loaded-member.ts';
import { revisionReader } from '../revision-reader.ts';
import { timeText } from './evidence-file.ts';
import { type GateCode, type GateOutcome, type GateScene, gateFinding, type PlacedGate } from './gate-outcome.ts';
import { versionsOf } from './stage-versions.ts';

interface Commit {
  readonly hash: string;
  /** When it was committed. Unit: seconds since 1970. */
  readonly at: number;
}

/** Asks Git since when the stages before run what is promoted. */
export async function soakOutcome(
  scene: GateScene,
  placed: PlacedGate<Extract<FleetGate, { readonly kind: 'soak' }>>,
): Promise<GateOutcome> {
  const { atLeast } = placed.gate;
  const wrong = (code: GateCode, problem: string, fix: string): GateOutcome => ({
    gate: 'soak',
    findings: [gateFinding(scene, placed, code, { problem, fix })],
  });
  const names = scene.plan.before.map(({ member }) => member.name);
  const who = `${names.join(', ')} ${names.length === 1 ? 'runs' : 'run'}`;
  const [unpinned] = unpinnedIn(scene);
  if (unpinned !== undefined) return wrong('FLEET_SOAK_UNKNOWN', unpinned.problem, unpinned.fix);
  const commits = await commitsOf(scene);
  if (typeof commits === 'string')
    return wrong(
      'FLEET_SOAK_UNKNOWN',
      `Git does not say since when: ${commits}`,
      'commit the fleet, and run this there',
    );
  const enough = scene.now.getTime() / 1_000 - atLeast;
  const since = await runsSince(scene, commits, enough);
  const fix = 'wait; the clock begins when the commit reaches the branch that is delivered';
  if (since === undefined)
    return wrong('FLEET_SOAK_SHORT', `what ${who} is not committed yet, so it has soaked for no time`, fix);
  const time = timeText(scene.now.getTime() / 1_000 - since.at);
  const words = `since commit ${since.hash.slice(0, 9)}, ${time} ago`;
  if (since.at > enough)
    return wrong('FLEET_SOAK_SHORT', `${who} this ${words}, and ${timeText(atLeast)} are asked for`, fix);
  return { gate: 'soak', because: `${who} this ${words} or longer`, findings: [] };
}

/** A version that Plinth brings changes with Plinth: Git would say nothing of when it came. */
function unpinnedIn({ plan }: GateScene): Pick<Finding, 'problem' | 'fix'>[] {
  const promoted = new Set(plan.changes.map(({ name }) => name));
  return plan.before.flatMap((loaded) =>
    versionsOf(loaded)
      .filter(({ name, pinned }) => promoted.has(name) && !pinned)
      .map(({ at, name, version }) => ({
        problem: `${loaded.member.name} runs ${name} ${version} because this version of Plinth brings it, so Git does not say since when`,
        fix: `pin it there: ${at}: "${version}"`,
      })),
  );
}

/** Commits of the branch that touched the fleet, the newest first. */
async function commitsOf({ file, loaded }: GateScene): Promise<readonly Commit[] | string> {
  const cwd = dirname(resolve(file));
  const own = loaded.members.flatMap(({ member }) => (member.file === undefined ? [] : [join(cwd, member.file)]));
  const paths = [resolve(file), ...own].map((path) => relative(cwd, path));
  const log = await run('git', ['log', '--first-parent', '--format=%H %ct', '--', ...paths], { cwd });
  if (log.code === 127) return 'git is not installed';
  const lines = log.stdout.split('\n').filter((line) => line !== '');
  if (log.code !== 0 || lines.length === 0) return 'the file is in no commit';
  return lines.map((line) => {
    const [hash = '', at = ''] = line.split(' ');
    return { hash, at: Number(at) };
  });
}

/**
 * The oldest commit from which on the stages before run what is promoted.
 *
 * @param enough - nothing older need be looked at. Unit: seconds since 1970
 */
async function runsSince(scene: GateScene, commits: readonly Commit[], enough: number): Promise<Commit | undefined> {
  const wanted = signature(scene, scene.plan.before);
  let since: Commit | undefined;
  for (const commit of commits) {
    if ((await signatureAt(scene, commit.hash)) !== wanted) break;
    since = commit;
    if (commit.at <= enough) break;
  }
  return since;
}

async function signatureAt(scene: GateScene, hash: string): Promise<string | undefined> {
  try {
    const read = revisionReader(dirname(resolve(scene.file)), hash);
    return signature(scene, (await fleetPlatforms(scene.file, read)).members);
  } catch (error) {
    // What could not be read by today's rules did not run this version, or at least nobody can say so.
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}

/** What the stages before run of that which is promoted; where nothing is behind, of everything. */
function signature({ plan }: GateScene, members: readonly LoadedMember[]): string {
  const names = plan.before.map(({ member }) => member.name);
  const promoted = new Set(plan.changes.map(({ name }) => name));
  return JSON.stringify(
    members
      .filter(({ member }) => names.includes(member.name))
      .map((loaded) => [
        loaded.member.name,
        versionsOf(loaded)
          .filter(({ name }) => promoted.size === 0 || promoted.has(name))
          .map(({ name, version }) => [name, version]),
      ]),
  );
}

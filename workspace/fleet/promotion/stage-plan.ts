import { compareVersions, MANAGED_VERSION } from '../../../catalog/index.ts';
import { type Finding, PlatformError } from '../../../spec/finding.ts';
import type { FleetSpec, FleetStage } from '../../../spec/fleet.ts';
import { stagesBefore } from '../../../spec/fleet-stages.ts';
import { fixByName } from '../../../spec/nearest.ts';
import type { FleetPlatforms } from '../load-fleet.ts';
import type { LoadedMember } from '../loaded-member.ts';
import { type ChosenVersion, versionDigest, versionsOf } from './stage-versions.ts';

/** A version that a platform of a stage takes. */
export interface VersionChange extends Omit<ChosenVersion, 'pinned'> {
  /** Name of the platform in the fleet. */
  readonly platform: string;
  /** Version that it runs so far. */
  readonly from: string;
}

/** What a stage would take from the stages before it. */
export interface StagePlan {
  readonly stage: FleetStage;
  /** Platforms of the stages before it, which run the version. */
  readonly before: readonly LoadedMember[];
  /** What its platforms take; empty where they run it already. */
  readonly changes: readonly VersionChange[];
  /** Digest of all versions of the stages before: what an approval is about. */
  readonly version: string;
}

/**
 * What a stage would take.
 *
 * @param to - name of the stage. @default - the first that is behind
 * @returns nothing where no stage is behind
 * @throws {PlatformError} `FLEET_PROMOTION_NONE`, `FLEET_STAGE_UNKNOWN`, `FLEET_STAGE_FIRST`, `FLEET_STAGE_UNEVEN`.
 */
export function stagePlan(loaded: FleetPlatforms, to?: string): StagePlan | undefined {
  const { promotion } = loaded.fleet;
  if (promotion.length === 0)
    throw refused(loaded, 'FLEET_PROMOTION_NONE', 'promotion', {
      problem: 'it states no order of stages, so there is nothing to promote from one to the next',
      fix: 'add promotion: a list of stages, each with its name and platforms',
    });
  if (to !== undefined) return planOf(loaded, stageNamed(loaded, to));
  const stages = promotion.filter(({ name }) => stagesBefore(name, promotion).length > 0);
  return stages
    .filter((stage) => isBehind(loaded, stage))
    .map((stage) => planOf(loaded, stage))
    .at(0);
}

/** A stage that waits for others. */
export function stageNamed(loaded: FleetPlatforms, name: string): FleetStage {
  const { promotion } = loaded.fleet;
  const found = promotion.find((each) => each.name === name);
  if (found === undefined)
    throw refused(loaded, 'FLEET_STAGE_UNKNOWN', 'promotion', {
      problem: `no stage is called ${name}`,
      fix: fixByName(
        name,
        promotion.map((each) => each.name),
      ),
    });
  if (stagesBefore(name, promotion).length === 0)
    throw refused(loaded, 'FLEET_STAGE_FIRST', `promotion[${promotion.indexOf(found)}]`, {
      problem: `${name} waits for no other stage, so there is none that a version could come from`,
      fix: `write new versions into ${found.platforms.join(', ')} yourself; plinth fleet promote takes them further`,
    });
  return found;
}

/** What a stage would take, or has taken. @throws {PlatformError} `FLEET_STAGE_UNEVEN` */
export function planOf(loaded: FleetPlatforms, stage: FleetStage): StagePlan {
  const before = membersBefore(loaded, stage);
  const [first] = before;
  if (first === undefined) throw new Error(`bug: ${stage.name} waits for nobody`);
  const uneven = before.slice(1).flatMap((other) => unevenFindings(loaded, stage, [first, other]));
  if (uneven.length > 0) throw new PlatformError(uneven);
  const changes = membersOf(loaded, stage.platforms).flatMap((member) => changesOf(member, first));
  return { stage, before, changes, version: versionDigest(first) };
}

function isBehind(loaded: FleetPlatforms, stage: FleetStage): boolean {
  const before = membersBefore(loaded, stage);
  return membersOf(loaded, stage.platforms).some((member) =>
    before.some((other) => changesOf(member, other).length > 0),
  );
}

/** Versions that a platform of one stage lacks of those of a platform before it. */
function changesOf(member: LoadedMember, before: LoadedMember): VersionChange[] {
  const own = new Map(versionsOf(member).map((each) => [each.name, each]));
  return versionsOf(before).flatMap(({ pinned: _, ...there }) => {
    const here = own.get(there.name);
    if (here === undefined || !isNewer(there.version, here.version)) return [];
    // A chart's version that was written for the old one must not stay behind.
    const chart = there.chart ?? (here.chart === undefined ? undefined : there.version);
    const taken = { ...there, platform: member.member.name, from: here.version };
    return [chart === undefined ? taken : { ...taken, chart }];
  });
}

/** Whether one version is newer than another; what the cloud chooses never is. */
export function isNewer(version: string, other: string): boolean {
  return ![version, other].includes(MANAGED_VERSION) && compareVersions(version, other) > 0;
}

/** Evidence is about one version: where the stages before run several, it is not clear which is promoted. */
function unevenFindings(
  loaded: FleetPlatforms,
  stage: FleetStage,
  [one, other]: readonly [LoadedMember, LoadedMember],
): Finding[] {
  const there = new Map(versionsOf(other).map((each) => [each.name, each.version]));
  return versionsOf(one).flatMap(({ name, version }) => {
    const differs = there.get(name) ?? version;
    if (differs === version) return [];
    const at = `promotion[${loaded.fleet.promotion.indexOf(stage)}]`;
    const finding: Finding = {
      code: 'FLEET_STAGE_UNEVEN',
      level: 'error',
      at,
      problem: `${one.member.name} runs ${name} ${version} and ${other.member.name} ${differs}, so it is not one version that ${stage.name} would take`,
      fix: 'let all platforms of the stages before run the same first',
      place: loaded.source.placeOf(at),
    };
    return [finding];
  });
}

function membersBefore(loaded: FleetPlatforms, { name }: FleetStage): readonly LoadedMember[] {
  return membersOf(loaded, platformsBefore(loaded.fleet, name));
}

/** Names of the platforms that a stage waits for. */
function platformsBefore({ promotion }: FleetSpec, stage: string): readonly string[] {
  const names = stagesBefore(stage, promotion);
  return promotion.filter(({ name }) => names.includes(name)).flatMap(({ platforms }) => platforms);
}

function membersOf({ members }: FleetPlatforms, names: readonly string[]): readonly LoadedMember[] {
  return members.filter(({ member }) => names.includes(member.name));
}

function refused(
  { source }: FleetPlatforms,
  code: `FLEET_${Uppercase<string>}`,
  at: string,
  words: Pick<Finding, 'problem' | 'fix'>,
): PlatformError {
  return new PlatformError([{ code, level: 'error', at, ...words, place: source.placeOf(at) }]);
}

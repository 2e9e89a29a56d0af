import { dirname, join } from 'node:path';
import { PlatformError } from '../../../spec/finding.ts';
import { pathSteps, pathText, type SpecPath } from '../../../spec/spec-path.ts';
import type { FileReader, LoadedFleet } from '../load-fleet.ts';
import type { VersionChange } from './stage-plan.ts';
import { saysAt, withValue } from './written-value.ts';

/**
 * The files of a fleet after a promotion: each version where the platform's part of the fleet file or its own file says it so far,
 * unless others share that, else in the fleet file.
 *
 * @returns text by path of the file; those that stay as they are are missing
 * @throws {PlatformError} `FLEET_FILE_EDIT` where a file is written so that a value cannot be set without writing it anew.
 */
export async function editedFiles(
  file: string,
  loaded: LoadedFleet,
  changes: readonly VersionChange[],
  read: FileReader,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const textOf = async (path: string) => texts.get(path) ?? new TextDecoder().decode(await read(path));
  for (const change of changes) {
    const index = loaded.members.findIndex(({ member }) => member.name === change.platform);
    const own = loaded.members[index]?.member.file;
    const inFleet = (at: SpecPath) => ['platforms', index, 'spec', ...at];
    const fleetText = await textOf(file);
    // What stands in a file of several platforms is also of those whose turn has not come.
    const alone = loaded.members.filter(({ member }) => member.file === own).length === 1;
    const ownFile = own === undefined || !alone ? undefined : join(dirname(file), own);
    const whole = pathSteps(change.at);
    const stands = !saysAt(fleetText, inFleet(whole)) && ownFile !== undefined && saysAt(await textOf(ownFile), whole);
    const place = stands ? ownFile : file;
    for (const [at, value] of valuesOf(change)) {
      const path = stands ? pathSteps(at) : inFleet(pathSteps(at));
      const edited = withValue(await textOf(place), path, value);
      if (edited === undefined) throw notEditable(place, path, value);
      texts.set(place, edited);
    }
  }
  return texts;
}

/** What is written for a change: the version, and that of the chart where it counts by itself. */
function valuesOf({ at, chart, version }: VersionChange): (readonly [string, string])[] {
  return [[at, version], ...(chart === undefined ? [] : [[at.replace(/version$/, 'chart'), chart] as const])];
}

function notEditable(file: string, path: SpecPath, value: string): PlatformError {
  return new PlatformError([
    {
      code: 'FLEET_FILE_EDIT',
      level: 'error',
      at: pathText(path),
      problem: `${file} is written so that this cannot be set without writing it anew`,
      fix: `write it yourself: ${pathText(path)}: "${value}"; then run this again`,
      place: { file, line: 1, column: 1 },
    },
  ]);
}

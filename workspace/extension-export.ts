import type { PlatformExtension } from '../constructs/platform.ts';
import { PLATFORM_ROOMS } from '../constructs/platform-rooms.ts';
import { PlatformError } from '../spec/finding.ts';
import { fixByName } from '../spec/nearest.ts';

/**
 * What a program exports as `extension`, beside its platform: rooms of a team's own, and rooms in place of Plinth's.
 *
 * Its functions raise `FILE_EXTENSION_FAILS` where they would throw anything else than findings: that is a mistake of the
 * program, not of Plinth.
 *
 * @param file - path as the user named it
 * @returns nothing where the program exports none
 * @throws {PlatformError} `FILE_EXTENSION_INVALID` if it is anything else than a `PlatformExtension`.
 */
export function extensionIn(file: string, exported: unknown): PlatformExtension | undefined {
  if (exported === undefined) return undefined;
  const wrong = mistake(exported);
  if (wrong !== undefined) throw refused('FILE_EXTENSION_INVALID', file, wrong);
  const { own = [], rooms = {} } = exported as PlatformExtension;
  const guarded = Object.entries(rooms).map(([name, open]) => [name, guard(file, open as Open)]);
  return { rooms: Object.fromEntries(guarded), own: own.map((open) => guard(file, open)) };
}

type Open = (...args: never[]) => unknown;

function guard<F extends Open>(file: string, open: F): F {
  const guarded = (...args: Parameters<F>) => {
    try {
      return open(...args);
    } catch (error) {
      if (error instanceof PlatformError) throw error;
      const { message, stack } = error as Error;
      const where = /^ {4}at .*/m.exec(stack ?? '')?.[0].trim() ?? '';
      const problem = `a room of the extension does not open: ${message} ${where}`.trimEnd();
      throw refused('FILE_EXTENSION_FAILS', file, { problem, fix: 'correct the program; `tsc --noEmit` shows more' });
    }
  };
  return guarded as F;
}

function refused(code: Uppercase<string>, file: string, what: Mistake): PlatformError {
  const place = { file, line: 1, column: 1 };
  return new PlatformError([{ code, level: 'error', at: '(extension)', ...what, place }]);
}

interface Mistake {
  readonly problem: string;
  readonly fix: string;
}

/** Programs in JavaScript are checked by nobody else, and a misspelt room would be left out in silence. */
function mistake(extension: unknown): Mistake | undefined {
  if (!isRecord(extension)) return { problem: 'the export extension is not an object', fix: TYPE };
  const unknown = Object.keys(extension).find((key) => key !== 'rooms' && key !== 'own');
  if (unknown !== undefined)
    return { problem: `extension has no field ${unknown}`, fix: fixByName(unknown, ['rooms', 'own']) };
  return inRooms(extension['rooms']) ?? inOwn(extension['own']);
}

const TYPE = 'write `export const extension: PlatformExtension = { … }`';

function inRooms(rooms: unknown): Mistake | undefined {
  if (rooms === undefined) return undefined;
  if (!isRecord(rooms)) return { problem: 'extension.rooms is not an object', fix: TYPE };
  for (const [name, open] of Object.entries(rooms)) {
    if (!Object.hasOwn(PLATFORM_ROOMS, name))
      return { problem: `Plinth has no room ${name}`, fix: fixByName(name, Object.keys(PLATFORM_ROOMS)) };
    if (typeof open !== 'function')
      return { problem: `extension.rooms.${name} is not a function`, fix: 'give a function that opens the room' };
  }
  return undefined;
}

function inOwn(own: unknown): Mistake | undefined {
  if (own === undefined || (Array.isArray(own) && own.every((open) => typeof open === 'function'))) return undefined;
  return { problem: 'extension.own is not a list of functions', fix: 'list functions that open a room each' };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Finding } from '../../../spec/finding.ts';
import { type FleetGate, PLATFORM_IN_PATH } from '../../../spec/fleet-gate.ts';
import type { Seconds } from '../../../spec/units.ts';
import { type GateScene, gateFinding, type PlacedGate } from './gate-outcome.ts';

/** How far the clocks of two machines may be apart. Unit: milliseconds. */
const CLOCKS_APART = 300_000;

/** Content of a file of evidence, or what is wrong with it. */
export type Evidence = { readonly file: string; readonly text: string } | { readonly finding: Finding };

/** A gate whose evidence is a file. */
export type FiledGate = Extract<FleetGate, { readonly maxAge: Seconds }>;

/** Reads the evidence of a gate: the file that was named for it, or that the fleet file names. @param make - how a file is made */
export async function readEvidence(
  scene: GateScene,
  placed: PlacedGate<FiledGate>,
  make: (file: string) => string,
  platform?: string,
): Promise<Evidence> {
  const { file: written, kind } = placed.gate;
  const keys = [kind, ...(platform === undefined ? [] : [`${kind}:${platform}`])];
  const file =
    keys.map((key) => scene.given.get(key)).findLast((each) => each !== undefined) ??
    (written && join(dirname(scene.file), written.replaceAll(PLATFORM_IN_PATH, platform ?? '')));
  const missing = (problem: string, fix: string): Evidence => ({
    finding: gateFinding(scene, placed, 'FLEET_EVIDENCE_MISSING', { problem, fix }),
  });
  const key = keys.at(-1);
  if (file === undefined)
    return missing(
      `no file says the ${kind}${platform === undefined ? '' : ` of ${platform}`}`,
      `name it: --evidence ${key}=FILE, or \`file\` of this gate; it is made by ${make('FILE')}`,
    );
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return missing(`${file} is not there`, make(file));
    return missing(`${file} cannot be read (${code ?? 'unknown reason'})`, 'name a file that can be read');
  }
}

/** What is wrong with the age of evidence. */
export function ageFindings(
  scene: GateScene,
  placed: PlacedGate<FiledGate>,
  { again, file, made }: { readonly file: string; readonly made: Date; readonly again: string },
): Finding[] {
  const age = scene.now.getTime() - made.getTime();
  const old = (problem: string) => [
    gateFinding(scene, placed, 'FLEET_EVIDENCE_OLD', { problem: `${file} ${problem}`, fix: `make it anew: ${again}` }),
  ];
  if (age < -CLOCKS_APART) return old(`says that it was made at ${made.toISOString()}, which is yet to come`);
  if (age <= placed.gate.maxAge * 1_000) return [];
  return old(`is ${timeText(age / 1_000)} old, and counts for ${timeText(placed.gate.maxAge)}`);
}

/** A time as people say it: `3d`, `5h`, `12m` or `4s`, rounded down. */
export function timeText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const;
  const [unit, size] = units.find(([, each]) => whole >= each) ?? ['s', 1];
  return `${Math.floor(whole / size)}${unit}`;
}

import { readFile } from 'node:fs/promises';
import { type HarborSettings, SETTINGS_FORM } from '../../constructs/registry/index.ts';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { buildFromFile } from '../built-platform.ts';

/** What a file says about a registry. */
export interface LoadedSettings {
  /** What is to be set. */
  readonly settings: HarborSettings;
  /** Warnings about the platform. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the settings of Harbor: from a spec, or from the file that the job in the cluster is given.
 *
 * @throws {PlatformError} `FILE_UNREADABLE`, `REGISTRY_SETTINGS_UNKNOWN`, or `REGISTRY_OFF` where the spec has no registry.
 */
export async function loadSettings(file: string): Promise<LoadedSettings> {
  if (file.endsWith('.json')) return { settings: await readSettings(file), findings: [] };
  const { findings, platform } = await buildFromFile(file);
  if (platform.registry !== undefined) return { settings: platform.registry.settings, findings };
  throw trouble('REGISTRY_OFF', file, 'the platform has no registry', 'add the sections registry and access');
}

async function readSettings(file: string): Promise<HarborSettings> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw trouble('FILE_UNREADABLE', file, (error as Error).message, 'check the path');
  });
  const found = parsed(text);
  const isOurs = found?.apiVersion === SETTINGS_FORM.apiVersion && found.kind === SETTINGS_FORM.kind;
  if (isOurs && found !== undefined) return found;
  throw trouble(
    'REGISTRY_SETTINGS_UNKNOWN',
    file,
    `it is no ${SETTINGS_FORM.kind} of ${SETTINGS_FORM.apiVersion}`,
    'give a spec, or the settings.json that synth wrote',
  );
}

function parsed(text: string): HarborSettings | undefined {
  try {
    return JSON.parse(text) as HarborSettings;
  } catch {
    return undefined;
  }
}

function trouble(code: Uppercase<string>, at: string, problem: string, fix: string): PlatformError {
  return new PlatformError([{ code, level: 'error', at, problem, fix }]);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../spec/finding.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { MANIFEST_FILE } from '../manifest-file.ts';
import { loadPlatform } from '../platform-file.ts';
import { askByHttp } from './artifact-presence.ts';
import type { Examination } from './examine-release.ts';
import type { TrafficDesk } from './promote.ts';
import { folderError } from './release-finding.ts';
import type { EndpointKey } from './release-paths.ts';
import { bundleByHttp } from './signature/fetch-bundle.ts';

/** What release verbs are told. */
export interface DeskOptions {
  /** Spec file. */
  readonly file: string;
  /** Git folder that `synth` writes. */
  readonly folder: string;
  /** File with Sigstore's trust root. @default - identities cannot be checked */
  readonly trustedRoot?: string | undefined;
  /** Whether registries and stores are asked. @default false */
  readonly ask?: boolean | undefined;
}

/** What releases are read and checked with. */
export interface ReadingDesk extends Examination {
  /** Git folder that `synth` writes. */
  readonly folder: string;
  /** Warnings about the platform. */
  readonly findings: readonly Finding[];
}

/**
 * Opens a Git folder to read and check its releases.
 *
 * @throws {PlatformError} with every error of the spec; `FOLDER_NOT_RENDERED` or `FOLDER_OTHER_PLATFORM` if the folder is not
 * this platform's; `FILE_UNREADABLE` if the trust root cannot be read.
 */
export async function readingDesk({ ask, file, folder, trustedRoot }: DeskOptions): Promise<ReadingDesk> {
  const { findings, spec } = await loadPlatform(file);
  await ownFolder(folder, spec);
  return { ...(await looking(ask, trustedRoot)), spec, folder, findings };
}

/** Opens a Git folder to change its traffic, which renders objects. @throws as {@link readingDesk} does. */
export async function trafficDesk(options: DeskOptions): Promise<TrafficDesk & Pick<ReadingDesk, 'findings'>> {
  const { buildFromFile } = await import('../built-platform.ts');
  const { endpointRenderer } = await import('./render-endpoint.ts');
  const { findings, platform, spec } = await buildFromFile(options.file);
  await ownFolder(options.folder, spec);
  const look = await looking(options.ask, options.trustedRoot);
  return { ...look, spec, folder: options.folder, findings, render: endpointRenderer(spec, platform) };
}

/** `TEAM/ENDPOINT` as the user writes it. @throws {PlatformError} `RELEASE_NAME_INVALID` for anything else. */
export function endpointKey(name: string): EndpointKey {
  const [, team, endpoint] = /^([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(name) ?? [];
  if (team !== undefined && endpoint !== undefined) return { team, endpoint };
  throw folderError('RELEASE_NAME_INVALID', name, {
    problem: `${JSON.stringify(name)} names no endpoint`,
    fix: 'write TEAM/ENDPOINT, such as vision/defects',
  });
}

async function looking(ask: boolean | undefined, trustedRoot: string | undefined): Promise<Omit<Examination, 'spec'>> {
  return {
    trustRoot: trustedRoot === undefined ? undefined : await jsonOf(trustedRoot),
    ...(ask === true ? { askDataset: askByHttp(), bundleAt: bundleByHttp() } : {}),
  };
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw folderError('FILE_UNREADABLE', file, {
      problem: `it is no trust root: ${(error as Error).message.split('\n')[0]}`,
      fix: 'name Sigstore’s trusted_root.json, or what `cosign trusted-root create` wrote',
    });
  }
}

/** Nothing is written into a folder that another platform lives in, or none. */
async function ownFolder(folder: string, { metadata }: PlatformSpec): Promise<void> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => undefined);
  if (text === undefined)
    throw folderError('FOLDER_NOT_RENDERED', folder, {
      problem: 'it is no rendered folder',
      fix: 'render the platform first: plinth synth FILE --out DIR',
    });
  const { environment, platform } = JSON.parse(text) as { environment?: unknown; platform?: unknown };
  if (platform === metadata.name && environment === metadata.environment) return;
  throw folderError('FOLDER_OTHER_PLATFORM', folder, {
    problem: `it is of platform ${String(platform)} (${String(environment)}), and the spec is ${metadata.name} (${metadata.environment})`,
    fix: 'name the folder that this spec is rendered to',
  });
}

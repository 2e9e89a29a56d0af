import { join } from 'node:path';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';

/** What an endpoint answers with. */
export const TRAFFIC_FILE = 'traffic.yaml';
/** The newest release and its digest. */
export const HEAD_FILE = 'head.yaml';
/** Rendered objects of an endpoint. */
export const ENDPOINT_FILE = 'endpoint.yaml';
/** What the API server lets a team serve. */
export const ADMISSION_FILE = 'admission.yaml';
/** List of files that `kubectl apply -k` reads. */
export const KUSTOMIZATION_FILE = 'kustomization.yaml';

/** One endpoint of a team. */
export interface EndpointKey {
  /** The team. */
  readonly team: string;
  /** Name of the endpoint. */
  readonly endpoint: string;
}

/** Name of a release's file: `0003.yaml`. */
export function releaseFile(number: number): string {
  return `${String(number).padStart(4, '0')}.yaml`;
}

/** Number of the release that a file holds; nothing where it is no release. */
export function numberOfFile(name: string): number | undefined {
  const [, digits] = /^(\d{4})\.yaml$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Folder of a team's releases. */
export function teamFolder(folder: string, team: string): string {
  return join(folder, RELEASES_FOLDER, team);
}

/** Folder of an endpoint's releases. */
export function endpointFolder(folder: string, { endpoint, team }: EndpointKey): string {
  return join(teamFolder(folder, team), endpoint);
}

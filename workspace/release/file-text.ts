import { type KubernetesObject, LABELS } from '../../constructs/core/index.ts';
import { yamlText } from '../../constructs/delivery/index.ts';
import { RELEASE_LISTS_NAMESPACE } from '../../constructs/serving/index.ts';
import { API_VERSION, type PlatformSpec } from '../../spec/platform.ts';
import type { Release } from '../../spec/release.ts';
import type { Traffic } from '../../spec/traffic.ts';
import { ADMISSION_FILE, ENDPOINT_FILE, KUSTOMIZATION_FILE } from './release-paths.ts';
import type { ReleaseHead } from './stored-release.ts';

const KUSTOMIZATION = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
const SCHEMA = 'https://plinth.dev/schema/v1alpha1';

/** A release that a team may serve now. */
export interface ListedRelease {
  /** Name of the servers: the endpoint’s and the release’s number. */
  readonly revision: string;
  /** Digest of the release. */
  readonly release: string;
  /** Digest of the model’s manifest. */
  readonly model: string;
}

/** A release as its file. */
export function releaseText(release: Release): string {
  return `# yaml-language-server: $schema=${SCHEMA}/release.json
# Written once by \`plinth release new\`. The next release names this one by its digest: a change is found.
${yamlText(release)}`;
}

/** The newest release as its file. */
export function headText({ digest, number }: ReleaseHead): string {
  return `# Written by \`plinth release new\`: the newest release of this endpoint.
${yamlText({ apiVersion: API_VERSION, kind: 'ModelReleaseHead', number, digest })}`;
}

/** The traffic of an endpoint as its file. */
export function trafficText(traffic: Traffic): string {
  return `# yaml-language-server: $schema=${SCHEMA}/traffic.json
# Written by \`plinth release promote\` and \`rollback\`; reverting their commit does the same.
${yamlText(traffic)}`;
}

/** Rendered objects of an endpoint as their file. */
export function endpointText(objects: readonly KubernetesObject[]): string {
  return `# Rendered by \`plinth release\` from traffic.yaml and the platform; edits here are lost.
${objects.map(yamlText).join('---\n')}`;
}

/** List of the files of a folder that are applied. */
export function kustomizationText(resources: readonly string[]): string {
  return `# Written by Plinth: what is applied of this folder.
${yamlText({ ...KUSTOMIZATION, resources })}`;
}

/** Files of a team that depend on all of its endpoints: what is applied, and what the API server lets in. */
export function teamFiles(
  spec: PlatformSpec,
  team: string,
  endpoints: readonly string[],
  listed: readonly ListedRelease[],
): ReadonlyMap<string, string> {
  return new Map([
    [KUSTOMIZATION_FILE, kustomizationText([ADMISSION_FILE, ...endpoints.map((each) => `./${each}`)])],
    [ADMISSION_FILE, listText(spec, team, listed)],
    ...endpoints.map((each) => [`${each}/${KUSTOMIZATION_FILE}`, kustomizationText([ENDPOINT_FILE])] as const),
  ]);
}

function listText({ metadata }: PlatformSpec, team: string, listed: readonly ListedRelease[]): string {
  return `# Written by \`plinth release\`: the only releases that the API server lets ${team} serve.
${yamlText({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: team,
    namespace: RELEASE_LISTS_NAMESPACE,
    labels: {
      ...metadata.labels,
      [LABELS.partOf]: metadata.name,
      [LABELS.managedBy]: 'plinth',
      [LABELS.room]: 'serving',
      [LABELS.team]: team,
    },
    // The servers that it lets in come after it.
    annotations: { 'argocd.argoproj.io/sync-wave': '-1' },
  },
  data: Object.fromEntries(listed.map(({ model, release, revision }) => [revision, `${release} ${model}`])),
})}`;
}

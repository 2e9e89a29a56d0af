import { App } from 'cdk8s';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { endpointChart, type Revision, type Serving } from '../../../constructs/serving/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import type { EndpointSpec, ServingSpec } from '../../../spec/serving.ts';
import { rendered, samplePlatform } from '../../sample.ts';

/** An endpoint as users write it. */
export type EndpointInput = NonNullable<NonNullable<PlatformInput['serving']>['endpoints']>[number];

/** A digest. */
export const DIGEST = `sha256:${'0f3a'.repeat(16)}`;

/** A classic endpoint on processors. */
export const CLASSIC: Extract<EndpointInput, { kind: 'classic' }> = {
  kind: 'classic',
  name: 'defects',
  team: 'vision',
  pool: 'serve-cpu',
  format: 'sklearn',
  replicas: { min: 2, max: 6 },
};

/** A language endpoint on one node. */
export const LANGUAGE: Extract<EndpointInput, { kind: 'language' }> = {
  kind: 'language',
  name: 'chat',
  team: 'vision',
  pool: 'train-h100',
  shape: 'llama-3.1-70b',
  context: 8_192,
  sequences: 16,
  replicas: { min: 1, max: 2 },
};

/** A platform that serves: a pool without accelerators beside the one with, an object store, a way in. */
export function servingPlatform(
  endpoints: readonly EndpointInput[] = [],
  change: Partial<PlatformInput> = {},
): PlatformInput {
  const base = samplePlatform();
  const quota = { 'train-h100': { guaranteed: 8, borrowable: 8 }, 'serve-cpu': { guaranteed: 32 } };
  return {
    ...base,
    target: {
      kind: 'existing',
      cluster: 'lab',
      networkPolicy: 'cilium',
      storage: { objects: 'https://s3.lab.example.org' },
    },
    pools: [...base.pools, { name: 'serve-cpu', machine: { vcpus: 32, memory: '128Gi' }, nodes: { min: 4, max: 4 } }],
    teams: [
      { name: 'vision', groups: ['oidc:vision'], quota, fabric: 'allowed' },
      { name: 'speech', groups: ['oidc:speech'], quota },
    ],
    access: {
      domain: 'ml.example.org',
      signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
    },
    serving: { endpoints: [...endpoints] },
    ...change,
  } as PlatformInput;
}

const rooms = new Map<string, Serving>();

/** The serving room of a platform; the same one for the same input. */
export function servingOf(input: PlatformInput): Serving {
  const key = JSON.stringify(input);
  const serving = rooms.get(key) ?? rendered(input).platform.serving;
  if (serving === undefined) throw new Error('the platform does not serve');
  rooms.set(key, serving);
  return serving;
}

/** A revision of a model in the registry. */
export function revision(number: number, weight: number, change: Partial<Revision> = {}): Revision {
  return {
    number,
    weight,
    model: { uri: `oci://registry.example.org/vision/model@${DIGEST}`, digest: DIGEST },
    release: DIGEST,
    ...change,
  };
}

/** What an endpoint of a platform becomes. */
export function objectsOfEndpoint(
  written: EndpointInput,
  revisions: readonly Revision[],
  change: Partial<PlatformInput> = {},
): KubernetesObject[] {
  const input = servingPlatform([written], change);
  const room = servingOf(input);
  const endpoint = endpointsOf(input)[0] as EndpointSpec;
  const place = room.place(endpoint.team, endpoint.pool);
  return endpointChart(new App(), { place, endpoint, revisions }).toJson() as KubernetesObject[];
}

/** The object of a kind among others; fails the test where there is none. */
export function only(objects: readonly KubernetesObject[], kind: string, name?: string): KubernetesObject {
  const found = objects.filter((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} objects are ${kind} ${name ?? ''}`);
  return first;
}

function endpointsOf(input: PlatformInput): ServingSpec['endpoints'] {
  return parsePlatform(input).spec.serving?.endpoints ?? [];
}

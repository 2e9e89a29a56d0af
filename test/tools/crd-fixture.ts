import { stringify } from 'yaml';
import type { JsonSchema } from '../../tools/import-crds/json-schema.ts';
import {
  type KubernetesModel,
  type OpenApi,
  readKubernetes,
  type WantedKubernetes,
} from '../../tools/import-crds/kubernetes-openapi.ts';

/** A CRD file for a kind of an invented group, with one stored version. */
export function crdYaml(kind: string, spec: JsonSchema, more: Readonly<Record<string, JsonSchema>> = {}): string {
  const properties = { apiVersion: text, kind: text, metadata: { type: 'object' }, spec, status: spec, ...more };
  return versionedCrdYaml(kind, [{ name: 'v1', storage: true, schema: { type: 'object', properties } }]);
}

/** A CRD file with the versions as given. */
export function versionedCrdYaml(
  kind: string,
  versions: readonly { readonly name: string; readonly storage: boolean; readonly schema: JsonSchema }[],
): string {
  return stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'bakery.test',
      scope: kind.startsWith('Cluster') ? 'Cluster' : 'Namespaced',
      names: { kind },
      versions: versions.map(({ name, storage, schema }) => ({ name, storage, schema: { openAPIV3Schema: schema } })),
    },
  });
}

/** A string with a description, which the generator must leave behind. */
const described = { type: 'string', description: 'PROSE that must not be copied.' };

export const text: JsonSchema = described;
const number: JsonSchema = { type: 'integer' };

const POD = Object.fromEntries(
  ['hostname', 'nodeName', 'priorityClassName', 'restartPolicy', 'schedulerName', 'subdomain'].map((name) => [
    name,
    text,
  ]),
);

/** The schema of a pod template as a CRD inlines it; `without` leaves properties of the pod out, as older CRDs do. */
export function podTemplate(without: readonly string[] = [], required: readonly string[] = ['containers']): JsonSchema {
  const container = { type: 'object', properties: { name: text, image: text, args: { type: 'array', items: text } } };
  const all: Record<string, JsonSchema> = { ...POD, containers: { type: 'array', items: container } };
  const properties = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
  return {
    type: 'object',
    properties: { metadata: { type: 'object' }, spec: { type: 'object', required, properties } },
  };
}

const CORE = 'io.k8s.api.core.v1';

function ref(path: string): JsonSchema {
  return { $ref: `#/definitions/${path}` };
}

const meta = ref('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');

/** A Kubernetes that knows pods and a kind with a nested one. */
export const openApi: OpenApi = {
  definitions: {
    [`${CORE}.Container`]: {
      type: 'object',
      properties: { name: text, image: text, args: { type: 'array', items: text } },
    },
    [`${CORE}.PodSpec`]: {
      type: 'object',
      required: ['containers'],
      properties: { ...POD, containers: { type: 'array', items: ref(`${CORE}.Container`) } },
    },
    [`${CORE}.PodTemplateSpec`]: { type: 'object', properties: { metadata: meta, spec: ref(`${CORE}.PodSpec`) } },
    [`${CORE}.Crate`]: {
      type: 'object',
      properties: {
        metadata: meta,
        data: { type: 'object', additionalProperties: text },
        template: ref(`${CORE}.PodTemplateSpec`),
      },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Crate' }],
    },
    'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': {
      type: 'object',
      properties: {
        name: text,
        namespace: text,
        labels: { type: 'object', additionalProperties: text },
        generation: number,
        uid: text,
      },
    },
  },
  paths: {
    '/api/v1/namespaces/{namespace}/crates': {
      post: { 'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'Crate' } },
    },
  },
};

/** What of {@link openApi} is generated. */
export const wanted: WantedKubernetes = { kinds: { v1: ['Crate'] }, types: [] };

/** What is generated of {@link openApi}. */
export const kubernetes: KubernetesModel = readKubernetes(openApi, wanted);

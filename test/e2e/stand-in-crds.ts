import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import type { CrdSource } from '../../tools/import-crds/crd-source.ts';
import { moduleFolder } from '../../tools/import-crds/go-module.ts';
import { CRD_FILES } from '../../tools/import-crds/sources.ts';

/** A definition as a CRD file has it. */
export interface Definition extends KubernetesObject {
  readonly spec: { readonly group: string; readonly names: { readonly kind: string; readonly plural: string } };
}

/** Kinds of which no definition is to be had: their stand-ins take any field, so only name, group and version are checked. */
const OPEN = [
  { group: 'cloud.google.com', version: 'v1', kind: 'ComputeClass', plural: 'computeclasses', scope: 'Cluster' },
  {
    group: 'networking.gke.io',
    version: 'v1',
    kind: 'GKENetworkParamSet',
    plural: 'gkenetworkparamsets',
    scope: 'Cluster',
  },
  { group: 'networking.gke.io', version: 'v1', kind: 'Network', plural: 'networks', scope: 'Cluster' },
  {
    group: 'readiness.node.x-k8s.io',
    version: 'v1alpha1',
    kind: 'NodeReadinessRule',
    plural: 'nodereadinessrules',
    scope: 'Cluster',
  },
  { group: 'amd.com', version: 'v1alpha1', kind: 'DeviceConfig', plural: 'deviceconfigs', scope: 'Namespaced' },
] as const;

/**
 * Definitions of every custom resource that Plinth writes: the upstream ones from Go modules and, where it is there,
 * from `../shared`; open stand-ins for the rest.
 */
export async function definitions(): Promise<Definition[]> {
  const found = await Promise.all(CRD_FILES.flatMap(({ sources }) => sources.map(definitionsIn)));
  const katib = resolve('../shared/upstream/crds/katib');
  const searched = existsSync(katib) ? await definitionsBelow(katib) : [];
  return [...found.flat(), ...searched, ...OPEN.map(open)];
}

async function definitionsIn({ kinds, origin }: CrdSource): Promise<Definition[]> {
  const folder =
    origin.in === 'module' ? join(await moduleFolder(origin.module), origin.folder) : resolve(origin.folder);
  if (!existsSync(folder)) {
    console.log(`skipped: needs ../shared for the definitions of ${kinds.join(', ')}`);
    return [];
  }
  return (await definitionsBelow(folder)).filter(({ spec }) => kinds.includes(spec.names.kind));
}

async function definitionsBelow(folder: string): Promise<Definition[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => {
    const documents = parseAllDocuments(text, { logLevel: 'silent' });
    const objects = 'empty' in documents ? [] : documents.map((document) => document.toJS() as Definition | null);
    return objects.filter((object): object is Definition => object?.kind === 'CustomResourceDefinition');
  });
}

function open({ group, kind, plural, scope, version }: (typeof OPEN)[number]): Definition {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, stand-in' } },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  } as Definition;
}

/** Kinds whose definitions only `../shared` holds: without it their objects cannot be checked. */
export function uncheckedKinds(): readonly string[] {
  const snapshots = CRD_FILES.flatMap(({ sources }) => sources.filter(({ origin }) => origin.in === 'snapshot'));
  return snapshots.flatMap(({ kinds, origin }) =>
    origin.in === 'snapshot' && !existsSync(resolve(origin.folder)) ? kinds : [],
  );
}

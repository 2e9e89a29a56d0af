import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readGoEnums, withEnums } from './go-enums.ts';
import { type GoModule, moduleFolder } from './go-module.ts';
import { type KubernetesModel, type OpenApi, readKubernetes, type WantedKubernetes } from './kubernetes-openapi.ts';
import type { Origin } from './print-file.ts';
import { sha256 } from './read-source.ts';

const OPENAPI = 'api/openapi-spec/swagger.json';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** What is generated of Kubernetes, and the files that it comes from. */
export interface KubernetesSource {
  readonly origins: readonly Origin[];
  readonly model: KubernetesModel;
}

/** Fetches and reads the OpenAPI document of a Kubernetes version, and the enumerations from its Go types. */
export async function readKubernetesSource(module: GoModule, wanted: WantedKubernetes): Promise<KubernetesSource> {
  const library = module.version.replace(/^v1\./, 'v0.');
  const document = await readPart(module, OPENAPI);
  const { definitions, paths }: OpenApi = JSON.parse(document.text);
  const goFiles = new Map([...goPackages(wanted)].map((path) => [path, goFile(path, library)]));
  const parts = await Promise.all([...goFiles.values()].map(({ module: owner, file }) => readPart(owner, file)));
  const packages = new Map([...goFiles.keys()].map((path, index) => [path, readGoEnums(parts[index]?.text ?? '')]));
  const model = readKubernetes({ definitions: withEnums(definitions, packages), paths }, wanted);
  return { origins: [document, ...parts].map(({ origin }) => origin), model };
}

/** Prefixes of the definitions whose Go packages are read: those of all wanted kinds, and what they share. */
function goPackages(wanted: WantedKubernetes): ReadonlySet<string> {
  const versions = Object.keys(wanted.kinds).map((apiVersion) => {
    const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
    return `io.k8s.api.${group.split('.')[0]}.${version}`;
  });
  return new Set(['io.k8s.api.core.v1', META, ...versions]);
}

function goFile(path: string, version: string): { readonly module: GoModule; readonly file: string } {
  if (path === META) return { module: { path: 'k8s.io/apimachinery', version }, file: 'pkg/apis/meta/v1/types.go' };
  const folder = path.replace('io.k8s.api.', '').replace('.', '/');
  return { module: { path: 'k8s.io/api', version }, file: `${folder}/types.go` };
}

async function readPart(module: GoModule, file: string): Promise<{ readonly origin: Origin; readonly text: string }> {
  const bytes = await readFile(join(await moduleFolder(module), file));
  const origin = { from: `${module.path}@${module.version}`, files: [{ path: file, sha256: sha256(bytes) }] };
  return { origin, text: bytes.toString('utf8') };
}

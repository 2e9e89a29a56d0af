import { customResourceFile } from './custom-resource-file.ts';
import { kubernetesFile } from './kubernetes-file.ts';
import { KUBERNETES, KUBERNETES_WANTED } from './kubernetes-kinds.ts';
import { readKubernetesSource } from './kubernetes-source.ts';
import { readSource } from './read-source.ts';
import { sharedTypes } from './shared-types.ts';
import { CRD_FILES } from './sources.ts';

/** All generated files by their name inside `constructs/imports/`; `root` is the folder of the clone. */
export async function generate(root: string): Promise<ReadonlyMap<string, string>> {
  const { origins, model } = await readKubernetesSource(KUBERNETES, KUBERNETES_WANTED);
  const files = new Map([['kubernetes.gen.ts', kubernetesFile(origins, model)]]);
  const recognise = sharedTypes(model);
  for (const { name, sources } of CRD_FILES) {
    const contents = await Promise.all(sources.map((source) => readSource(source, root)));
    const resources = contents.flatMap((content) => content.resources);
    files.set(
      `${name}.gen.ts`,
      customResourceFile(
        contents.map(({ origin }) => origin),
        resources,
        recognise,
      ),
    );
  }
  return files;
}

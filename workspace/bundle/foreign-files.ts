import { stringify } from 'yaml';
import { WAVES, waveFolder } from '../../constructs/core/index.ts';
import { imageName } from '../../spec/image-name.ts';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import type { DrawnPlatform } from '../drawn-platform.ts';
import { loadPlatform } from '../platform-file.ts';
import { renderFolder } from '../rendered-folder.ts';
import { ZARF_FOLDER } from './bundle-files.ts';
import type { WantedImage } from './fetch-image.ts';

/** What the files of other tools are made from. */
export interface ForeignFilesProps {
  /** Spec file. */
  readonly file: string;
  readonly drawn: DrawnPlatform;
  readonly images: readonly WantedImage[];
  readonly architectures: readonly string[];
}

/** Which tools get files. */
export interface ForeignTools {
  /** @default false */
  readonly zarf?: boolean;
  /** @default false */
  readonly hauler?: boolean;
}

/** Files for those who carry images with another tool, from the same list: path below the bundle to text. */
export async function foreignFiles(
  props: ForeignFilesProps,
  { hauler, zarf }: ForeignTools,
): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...(hauler ? [['hauler.yaml', haulerFile(props)] as const] : []),
    ...(zarf ? await zarfFiles(props) : []),
  ]);
}

/**
 * Content for `hauler store sync` (`content.hauler.cattle.io/v1`): each image by digest, under the path that it has in the mirror.
 * Pure.
 */
function haulerFile({ architectures, drawn: { spec }, images }: Omit<ForeignFilesProps, 'file'>): string {
  const platform = architectures.length === 1 ? { platform: `linux/${architectures[0]}` } : {};
  const listed = images.map(({ digest, image, name }) => {
    const { digest: pinned, repository, tag: named } = imageName(name);
    const { host, repository: from } = imageName(image);
    // Hauler gives a new path only to what has a tag; beside a digest the tag is a name and nothing else.
    const tag = named ?? pinned?.slice('sha256:'.length, 'sha256:'.length + 12) ?? 'latest';
    // It keeps the registry apart: what it is told is the path in it.
    return { name: `${host}/${from}:${tag}@${digest}`, ...platform, rewrite: `${repository}:${tag}` };
  });
  return stringify({
    apiVersion: 'content.hauler.cattle.io/v1',
    kind: 'Images',
    metadata: { name: spec.metadata.name },
    spec: { images: listed },
  });
}

/**
 * A package for `zarf package create`, with manifests that name images as they are called outside: Zarf's own agent renames them in
 * the cluster. Definitions are larger than a release of Helm may be, so the waves are applied as they are, by the server.
 */
async function zarfFiles({
  architectures,
  drawn,
  file,
  images,
}: ForeignFilesProps): Promise<(readonly [string, string])[]> {
  const { extension, spec } = await loadPlatform(file);
  const { files, seeds } = renderFolder({ ...spec, images: undefined }, drawn.lock, extension);
  const manifests = [...seeds, ...files].map(([path, text]) => [`${ZARF_FOLDER}/${path}`, text] as const);
  const folders = [...WAVES.map(waveFolder), RELEASES_FOLDER].filter(
    (folder) => files.has(`${folder}/kustomization.yaml`) || seeds.has(`${folder}/kustomization.yaml`),
  );
  return [['zarf.yaml', zarfFile({ architectures, drawn, images, folders })], ...manifests];
}

/** The package's own file. Pure. @param folders - folders of manifests, in their order */
function zarfFile({
  architectures,
  drawn: { spec },
  folders,
  images,
}: Omit<ForeignFilesProps, 'file'> & { readonly folders: readonly string[] }): string {
  const { environment, name } = spec.metadata;
  const [first] = architectures;
  const carried = images.map(({ digest, image }) => (image.includes('@') ? image : `${image}@${digest}`));
  const parts = folders.map((folder) => ({
    name: folder,
    required: true,
    files: [{ source: `${ZARF_FOLDER}/${folder}`, target: folder }],
    actions: {
      onDeploy: { after: [{ cmd: `./zarf tools kubectl apply --server-side --force-conflicts -k ${folder}` }] },
    },
  }));
  return stringify({
    apiVersion: 'zarf.dev/v1alpha1',
    kind: 'ZarfPackageConfig',
    metadata: {
      name,
      description: `Plinth platform ${name}, ${environment}`,
      ...(architectures.length === 1 ? { architecture: first } : {}),
    },
    components: [{ name: 'images', required: true, images: carried }, ...parts],
  });
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { components, foreignLicence } from '../../catalog/index.ts';
import type { Platform } from '../../constructs/platform.ts';
import { fullImageName, imageName } from '../../spec/image-name.ts';
import { type BundleImage, blobPath } from './bundle-index.ts';
import type { CarriedModel } from './models/wanted-models.ts';

/** What stands where nobody says under which licence something is. */
export const NOT_KNOWN = 'not known';
/** Where those who build an image say it. */
const LABEL = 'org.opencontainers.image.licenses';

/** One image or model of a bundle, and under which licence it is. */
interface Licensed {
  readonly name: string;
  readonly licence: string;
  /** Who says so. @default - nobody does */
  readonly by?: 'catalogue' | 'image' | 'store';
}

/** What the list is made from. */
export interface LicenceListProps {
  /** The bundle, which has the manifests and configurations of its images. */
  readonly folder: string;
  readonly platform: Pick<Platform, 'addOns'>;
  readonly images: readonly BundleImage[];
  /** Models of other stores, by the name of their artefact. */
  readonly models: ReadonlyMap<string, CarriedModel>;
}

/**
 * The licence of every component, image and model in a bundle. The catalogue knows those of its components; of others the image itself
 * says it, in its manifest or configuration, or a model’s store does. Where nobody says it, the list says that.
 */
export async function licenceList({ folder, images, models, platform }: LicenceListProps): Promise<string> {
  const ofComponents = platform.addOns.map(({ component: { homepage, licence, name }, version }) => ({
    ...{ name, version, licence, homepage },
  }));
  const licensed: Licensed[] = [];
  for (const image of images) licensed.push({ name: image.image, ...(await licenceOf(image, models, folder)) });
  const of = (kind: BundleImage['kind']) =>
    licensed.filter((_, index) => images[index]?.kind === kind).map(({ name, ...rest }) => [name, rest] as const);
  const list = {
    about:
      'Of an image: the licence of its program. Systems and libraries that lie in it have their own; its makers’ papers name them.',
    components: ofComponents,
    images: Object.fromEntries(of('image')),
    models: Object.fromEntries(of('model')),
    // Each package of it says its own.
    tool: 'tool/packages.json',
    notKnown: licensed.filter(({ licence }) => licence === NOT_KNOWN).map(({ name }) => name),
  };
  return `${JSON.stringify(list, null, 2)}\n`;
}

async function licenceOf(
  image: BundleImage,
  models: LicenceListProps['models'],
  folder: string,
): Promise<Omit<Licensed, 'name'>> {
  const model = models.get(image.image);
  if (model !== undefined) return said(model.licence, 'store');
  const repository = repositoryOf(image.image);
  const foreign = foreignLicence(repository);
  if (foreign !== undefined) return { licence: foreign, by: 'catalogue' };
  const component = Object.values(components).find(({ images }) =>
    images.some((each) => repositoryOf(each) === repository),
  );
  if (component !== undefined) return { licence: component.licence, by: 'catalogue' };
  return said(await ownWord(image, folder), 'image');
}

function said(licence: string | undefined, by: NonNullable<Licensed['by']>): Omit<Licensed, 'name'> {
  return licence === undefined ? { licence: NOT_KNOWN } : { licence, by };
}

/** Another version of a component’s image is under the component’s licence as well. */
function repositoryOf(image: string): string {
  const { host, repository } = imageName(fullImageName(image));
  return `${host}/${repository}`;
}

/** What an image says of itself; the parts of a bundle that only adds to an older one may lie there. */
async function ownWord({ blobs, manifest, parts }: BundleImage, folder: string): Promise<string | undefined> {
  for (const digest of [manifest, ...parts].map((each) => each.digest)) {
    const { annotations, config } = await jsonOf<{
      readonly annotations?: Readonly<Record<string, string>>;
      readonly config?: { readonly digest: string };
    }>(folder, digest);
    const { config: { Labels } = {} } =
      config !== undefined && blobs.includes(config.digest)
        ? await jsonOf<{ readonly config?: { readonly Labels?: Readonly<Record<string, string>> | null } }>(
            folder,
            config.digest,
          )
        : {};
    const found = annotations?.[LABEL] ?? Labels?.[LABEL];
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

async function jsonOf<T extends object>(folder: string, digest: string): Promise<Partial<T>> {
  const text = await readFile(join(folder, blobPath(digest)), 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as T;
  } catch {
    // Artefacts may have a configuration of any kind.
    return {};
  }
}

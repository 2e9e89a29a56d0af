import { components } from '../../catalog/index.ts';
import { fullImageName, REGISTRY_HOST, REPOSITORY_PATH, TAG_OR_DIGEST } from '../../spec/image-name.ts';

/** An image that an object names, wherever it stands. */
export interface NamedImage {
  /** The image with its tag or digest; of a container as it is written, elsewhere with its registry. */
  readonly image: string;
  /** Steps to the text that names it. */
  readonly path: readonly (string | number)[];
  /** Part of that text that is its name; without the tag where that stands in a field of its own. */
  readonly text: string;
  /** `container`: a pod runs or mounts it; `setting`: a flag, a variable, a file of settings or a field of an operator's kind names it; `artifact`: something else that lies in a registry, such as a model. */
  readonly by: 'container' | 'setting' | 'artifact';
}

type Path = NamedImage['path'];

/** Lists of a pod that hold containers. */
const LISTS: readonly string[] = ['containers', 'initContainers', 'ephemeralContainers'];
/** Hosts that are registries for sure; others may be labels, such as `nvidia.com/gpu:NoSchedule`. */
const REGISTRIES: ReadonlySet<string> = new Set(
  Object.values(components).flatMap(({ images }) => images.map((image: string) => image.split('/')[0] ?? '')),
);
/** A name with its registry inside a longer text; what follows `//` is an address, unless it is one of an OCI registry. */
const HOSTED = new RegExp(
  `(?<=^|[^\\w./:@%+-])(oci(?:\\+\\w+)?://)?(${REGISTRY_HOST})${REPOSITORY_PATH}+${TAG_OR_DIGEST}`,
  'g',
);
/** A name behind a word such as `image:`, `"defaultImage" :` or `--worker-image=`; Docker Hub's have no host. */
const LABELLED = new RegExp(
  `image["']?\\s*[:=]\\s*["']?((?:${REGISTRY_HOST}/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*${REPOSITORY_PATH}+${TAG_OR_DIGEST})`,
  'gi',
);
/** The whole of a text is a name. */
const WHOLE = new RegExp(`^(?:${REGISTRY_HOST}/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*${REPOSITORY_PATH}*${TAG_OR_DIGEST}$`);
/** Fields and variables whose value is an image. */
const IMAGE_WORD = /image(?:_?name)?$|^RELATED_IMAGE_|_IMAGE(?:_|$)/i;
/** Fields that hold the tag of a name beside them. */
const TAG_FIELDS = ['version', 'tag', 'imageTag', 'defaultImageVersion'];
/** Keys of ConfigMaps with an example that nobody reads. */
const EXAMPLE = /^_example/;

/**
 * Every image that an object names: those of its pods, and those that it hands to an operator, in flags, variables, files of
 * settings, and fields. Definitions count with their defaults only.
 *
 * Looks at the shape, not at the kind: custom resources hold images in places that nobody can list.
 */
export function namedImages(object: { readonly kind: string }): readonly NamedImage[] {
  return object.kind === 'CustomResourceDefinition' ? defaultsIn(object, []) : imagesIn(object, []);
}

function defaultsIn(value: unknown, path: Path): NamedImage[] {
  return entriesOf(value).flatMap(([key, inner]) =>
    key === 'default' ? imagesIn(inner, [...path, key]) : defaultsIn(inner, [...path, key]),
  );
}

function imagesIn(value: unknown, path: Path): NamedImage[] {
  if (typeof value === 'string') return textImages(value, path);
  const own = fieldImages(value, path);
  const done = new Set(own.filter((each) => each.path.length === path.length + 1).map((each) => each.path.at(-1)));
  return [
    ...own,
    ...entriesOf(value).flatMap(([key, inner]) =>
      done.has(key) || EXAMPLE.test(`${key}`) ? [] : imagesIn(inner, [...path, key]),
    ),
  ];
}

/** Images that the fields of this one object name together or by themselves. */
function fieldImages(value: unknown, path: Path): NamedImage[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const { image, name, reference, value: content } = fields;
  if (inContainers(path)) return containerImage(image, path);
  if (path.at(-1) === 'image' && isText(reference))
    return [{ image: reference, path: [...path, 'reference'], text: reference, by: 'container' }];
  if (isText(name) && isText(content) && IMAGE_WORD.test(name) && WHOLE.test(content))
    return [setting(content, [...path, 'value'], content)];
  return [...inParts(fields, path), ...sharedParts(fields, path), ...wholeFields(fields, path)];
}

/** `repository`, `image` and `version` (or `repository` and `tag`) in fields of their own, as operators of drivers write them. */
function inParts(fields: Readonly<Record<string, unknown>>, path: Path): NamedImage[] {
  const { image, registry, repository } = fields;
  const tag = (isText(image) ? TAG_FIELDS : ['tag']).map((key) => fields[key]).find(isText);
  if (tag === undefined || (!isText(repository) && !isText(image))) return [];
  if (isText(image) && (WHOLE.test(image) || (!isText(repository) && !image.includes('/')))) return [];
  const first = [registry, repository, image].findIndex(isText);
  const words = [registry, repository, image].filter(isText);
  const full = `${words.join('/')}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
  if (!WHOLE.test(full) || !full.includes('/')) return [];
  const field = ['registry', 'repository', 'image'][first] ?? 'image';
  return [setting(full, [...path, field], words[0] ?? '')];
}

/** `global` with a repository and a version, and beside it objects with an image of it, as the network operator of NVIDIA has them. */
function sharedParts({ global, ...others }: Readonly<Record<string, unknown>>, path: Path): NamedImage[] {
  const { repository, version } = (global ?? {}) as Readonly<Record<string, unknown>>;
  if (!isText(repository) || !isText(version)) return [];
  return Object.values(others).flatMap((each) => {
    const { image, repository: own } = (each ?? {}) as Readonly<Record<string, unknown>>;
    if (!isText(image) || isText(own)) return [];
    return [setting(`${repository}/${image}:${version}`, [...path, 'global', 'repository'], repository)];
  });
}

function wholeFields(fields: Readonly<Record<string, unknown>>, path: Path): NamedImage[] {
  return Object.entries(fields).flatMap(([key, text]) =>
    isText(text) && IMAGE_WORD.test(key) && WHOLE.test(text) && text.includes('/')
      ? [setting(text, [...path, key], text)]
      : [],
  );
}

/** Images inside a text: a flag, a script, a file of settings. */
function textImages(text: string, path: Path): NamedImage[] {
  // Most texts are none, and a platform has millions of them.
  if (!text.includes('/') || !/[:@]/.test(text)) return [];
  const inJson = /^\s*[[{]/.test(text) ? jsonImages(text, path) : [];
  const artifacts = [...text.matchAll(HOSTED)].flatMap(([name, oci = '', host = '']) =>
    oci !== '' || REGISTRIES.has(host) ? [{ name: name.slice(oci.length), oci }] : [],
  );
  const labelled = [...text.matchAll(LABELLED)].map(([, name = '']) => name);
  const found = [
    ...inJson,
    ...artifacts.map(({ name, oci }) => ({
      ...setting(name, path, name),
      ...(oci === '' ? {} : { by: 'artifact' as const }),
    })),
    ...labelled.map((name) => setting(name, path, name)),
  ];
  return [...new Map(found.map((each) => [each.text, each])).values()];
}

/** A file of settings as JSON inside a text: its fields are read, and what they name stands in the text as it is. */
function jsonImages(text: string, path: Path): NamedImage[] {
  try {
    return imagesIn(JSON.parse(text) as unknown, []).map((each) => ({ ...each, path, by: 'setting' }));
  } catch {
    // Not JSON, only something that begins like it.
    return [];
  }
}

function containerImage(image: unknown, path: Path): NamedImage[] {
  return isText(image) ? [{ image, path: [...path, 'image'], text: image, by: 'container' }] : [];
}

function inContainers(path: Path): boolean {
  return typeof path.at(-1) === 'number' && LISTS.includes(`${path.at(-2)}`);
}

function setting(image: string, path: Path, text: string): NamedImage {
  return { image: fullImageName(image), path, text, by: 'setting' };
}

function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return value === null || typeof value !== 'object' ? [] : Object.entries(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Host of a registry: a name with a dot, a port, or both; as the runtimes of containers tell it from a folder. */
export const REGISTRY_HOST =
  '(?:localhost(?::\\d{1,5})?|[a-z0-9-]+(?:\\.[a-z0-9-]+)*:\\d{1,5}|[a-z0-9-]+(?:\\.[a-z0-9-]+)+(?::\\d{1,5})?)';
/** Folders and name of a repository, each behind a slash. */
export const REPOSITORY_PATH = '(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)';
/** Tag, digest, or both. */
export const TAG_OR_DIGEST = '(?::\\w[\\w.-]{0,127}(?:@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})';

const HOSTED = new RegExp(`^${REGISTRY_HOST}/`);
/** Other names of Docker Hub. */
const DOCKER_HUB = /^(?:index\.docker\.io|registry-1\.docker\.io)\//;

/** Parts of an image's full name. */
export interface ImageName {
  /** Host of its registry, with the port where one is named. */
  readonly host: string;
  /** Repository in the registry. */
  readonly repository: string;
  /** Tag. @default - none is named */
  readonly tag?: string;
  /** Digest. @default - none is named */
  readonly digest?: string;
}

/** Name of an image with its registry, the way runtimes complete it: Docker Hub where no host is named. Pure. */
export function fullImageName(image: string): string {
  if (HOSTED.test(image)) return image.replace(DOCKER_HUB, 'docker.io/');
  return `docker.io/${image.includes('/') ? '' : 'library/'}${image}`;
}

/** Takes an image's name apart; nothing is made up where no tag and no digest is named. Pure. */
export function imageName(image: string): ImageName {
  const [named = '', digest] = fullImageName(image).split('@');
  const slash = named.indexOf('/');
  const [, repository = '', tag] = /^(.*?)(?::([^/:]+))?$/.exec(named.slice(slash + 1)) ?? [];
  return {
    host: named.slice(0, slash),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

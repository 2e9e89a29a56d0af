/**
 * An image of the catalogue in another version, written with a leading `v` where the catalogue's is.
 *
 * @param version - without a leading `v`. @default - the catalogue's
 */
export function imageVersion(image: string, version: string | undefined): string {
  return version === undefined ? image : image.replace(/:(v?)[^:]*$/, `:$1${version}`);
}

import type { PlatformSpec } from '../../spec/platform.ts';

/**
 * What containerd 2 must be told once so that peers have something to give and are asked: layers are kept after use, and one folder
 * has the registries. Of a list of folders its newer way to pull reads none.
 *
 * @param registries - folder of registries. @default - the machine's own is right
 */
export function containerdSettings(registries?: string): string {
  const images = "[plugins.'io.containerd.cri.v1.images']";
  const folder =
    registries === undefined ? [] : [images.replace("']", "'.registry]"), `  config_path = '${registries}'`];
  return [images, '  discard_unpacked_layers = false', ...folder, ''].join('\n');
}

/** Whether machines that Plinth makes must be told. */
export function sharesImages({ images }: Pick<PlatformSpec, 'images'>): boolean {
  return images?.peers !== undefined;
}

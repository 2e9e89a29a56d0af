import type { LockedAddOn } from '../../../constructs/core/index.ts';
import { renderPlatform } from '../../../constructs/render.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { digestOfValue } from '../../../workspace/digest.ts';
import { imageList, listedBy } from '../../../workspace/image-list.ts';
import { lockFolderOf, writeLock } from '../../../workspace/lock/lock-folder.ts';

/**
 * Writes a lock in which each chart runs what the catalogue says of it.
 *
 * @param file - spec file that it belongs to
 * @param put - has an image, and says which digest it has
 * @returns every image
 */
export async function writeClosedLock(
  file: string,
  input: PlatformInput,
  put: (image: string) => string | Promise<string>,
): Promise<readonly string[]> {
  const { spec } = parsePlatform(input);
  const { manifests, platform } = renderPlatform({ spec, facts: targetFacts(spec) });
  const addOns = platform.addOns.map(({ component, values, version }): [string, LockedAddOn] => {
    const objects = component.images.map((image, index) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `${component.name}-${index}`, namespace: 'default' },
      spec: { template: { spec: { containers: [{ name: 'it', image }] } } },
    }));
    const locked = { component: component.name, version, digest: 'sha256:0', valuesDigest: digestOfValue(values) };
    return [component.name, { ...locked, crds: [], objects }];
  });
  const names = imageList(platform, manifests, undefined, listedBy(spec)).map(({ image }) => image);
  const images: [string, string][] = [];
  for (const name of names) images.push([name, await put(name)]);
  await writeLock(lockFolderOf(file), { addOns: Object.fromEntries(addOns), images: Object.fromEntries(images) });
  return names;
}

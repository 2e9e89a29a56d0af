import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PlatformInput } from '../../../spec/platform.ts';

type Endpoints = NonNullable<NonNullable<PlatformInput['serving']>['endpoints']>;

/**
 * The reference platform on a cluster that is there, closed; its drivers come with its nodes’ system.
 *
 * @param models - of its endpoints, in their order. @default - releases bring them
 */
export function closedReference(models: readonly string[] = []): PlatformInput {
  const example = parse(readFileSync('examples/existing/platform.yaml', 'utf8')) as PlatformInput;
  const also = ['nvcr.io/nvidia/driver:595.91.07-ubuntu24.04'];
  const endpoints = example.serving?.endpoints?.map(({ model: _, ...endpoint }, index) => {
    const model = models[index];
    return { ...endpoint, ...(model === undefined ? {} : { model }) };
  }) as Endpoints;
  return {
    ...example,
    serving: { ...example.serving, endpoints },
    // Models lie in the mirror as well.
    policy: { ...example.policy, images: { ...example.policy?.images, registries: ['registry.internal.example.org'] } },
    images: { mirrors: [{ source: '*', mirror: 'registry.internal.example.org/mirror' }], also },
  };
}

import type { PlatformInput } from '../../../spec/platform.ts';
import { samplePlatform } from '../../sample.ts';

/** What a user writes about the registry. */
export type RegistryInput = NonNullable<PlatformInput['registry']>;

/** The sample platform with a way in and a registry, without experiments. */
export function withRegistry(
  change: Partial<RegistryInput> = {},
  platform: Partial<PlatformInput> = {},
): PlatformInput {
  return samplePlatform({
    access: {
      domain: 'ml.example.org',
      signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
    },
    registry: {
      hosts: { external: 'registry.example.org', internal: 'registry.lab.internal' },
      tracking: false,
      ...change,
    },
    ...platform,
  });
}

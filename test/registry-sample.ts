import type { PlatformInput } from '../spec/platform.ts';
import { samplePlatform } from './sample.ts';

/** A platform of two teams with a registry, and MLflow for each of them. */
export function registryPlatform(change: Partial<PlatformInput> = {}): PlatformInput {
  return samplePlatform({
    access: {
      domain: 'ml.example.org',
      signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
    },
    registry: { hosts: { external: 'registry.example.org', internal: 'registry.lab.internal' } },
    ...change,
  });
}

/** A target on machines of one's own that has an object store. */
export const WITH_OBJECTS: PlatformInput['target'] = {
  kind: 'existing',
  cluster: 'lab',
  networkPolicy: 'cilium',
  storage: { objects: 'https://s3.lab.example.org' },
};

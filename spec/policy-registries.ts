import type { PlatformSpec } from './platform.ts';

/** Registries that pods of teams may run images from; empty where any may be used. */
export function allowedRegistries(spec: Pick<PlatformSpec, 'policy' | 'registry'>): readonly string[] {
  const named = spec.policy?.images.registries ?? [];
  return named.length > 0 ? named : ownRegistry(spec);
}

/** Registries whose images must be signed. */
export function signedPlaces(spec: Pick<PlatformSpec, 'policy' | 'registry'>): readonly string[] {
  const named = spec.policy?.images.signed ?? [];
  return named.length > 0 ? named : allowedRegistries(spec);
}

function ownRegistry({ registry }: Pick<PlatformSpec, 'registry'>): readonly string[] {
  return registry === undefined ? [] : [...new Set([registry.hosts.internal, registry.hosts.external])];
}

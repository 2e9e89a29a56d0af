/** Steps of an installation: everything in one is ready before the next begins. */
export const WAVES = ['crds', 'operators', 'platform', 'tenants'] as const;

/**
 * A step of an installation.
 *
 * - `crds`: custom resource definitions, where a lock holds them apart from their charts
 * - `operators`: namespaces of the platform, and the controllers that understand the definitions
 * - `platform`: what all teams share: flavors, runtimes, policies
 * - `tenants`: what belongs to one team
 */
export type Wave = (typeof WAVES)[number];

/** Folder of a wave: sorts as the waves follow each other. */
export function waveFolder(wave: Wave): string {
  return `${WAVES.indexOf(wave)}0-${wave}`;
}

/**
 * The version that a cluster gets.
 *
 * @param minor - Kubernetes minor of the spec
 * @param version - the newest of that minor; nothing where DigitalOcean offers none
 * @throws {Error} if DigitalOcean does not offer the minor.
 */
export function offeredVersion(minor: string, version: string | undefined): string {
  if (version?.startsWith(`${minor}.`)) return version;
  throw new Error(`DigitalOcean does not offer Kubernetes ${minor}: write another minor at target.kubernetes`);
}

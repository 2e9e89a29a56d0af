import type { EnvironmentArgs } from './environment-args.ts';
import type { ClusterObject } from './kubernetes-object.ts';

/**
 * Secrets with the client's secret at an issuer outside, which the stack is told once: gateway, registry and Argo CD each
 * want it in their own namespace. None where it was not told, or where somebody else brings them.
 */
export function signInSecrets({ facts, platform, signInSecret }: EnvironmentArgs): ClusterObject[] {
  // On an existing cluster external objects are its owner's to bring.
  if (signInSecret === undefined || facts.kind === 'existing') return [];
  const entry = platform.access?.signIn.clientEntry;
  const wanted = platform.rooms
    .flatMap(({ external }) => external)
    .filter(({ given = false, source }) => given && source !== undefined && source === entry);
  return wanted.map(({ apiVersion, keys = [], kind, name, namespace }) => ({
    apiVersion,
    kind,
    metadata: { name, namespace },
    stringData: Object.fromEntries(keys.map((key) => [key, signInSecret])),
  }));
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { plinthPolicies, type ResourcePolicy } from './policies.ts';

/** What is used of `@pulumi/policy`: the class whose making starts the pack. */
interface PolicyModule {
  readonly PolicyPack: new (name: string, args: { readonly policies: readonly ResourcePolicy[] }) => unknown;
}

/**
 * Starts the rules as a policy pack of Pulumi: the whole `index.js` of a pack's folder (stacks/policy/README.md).
 *
 * `@pulumi/policy` is taken from the pack's own folder: nothing else of Plinth needs it.
 *
 * @param folder - folder of the pack. @default - where the engine starts packs: their own folder
 * @throws {Error} `STACK_POLICY_MISSING` where the folder has no `@pulumi/policy`
 */
export function startPolicyPack(folder: string = process.cwd()): void {
  const { PolicyPack } = load(folder);
  new PolicyPack('plinth', { policies: plinthPolicies() });
}

function load(folder: string): PolicyModule {
  try {
    return createRequire(join(folder, 'index.js'))('@pulumi/policy') as PolicyModule;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error(
      `STACK_POLICY_MISSING at ${folder}: the pack runs by @pulumi/policy, which is not installed there; npm install @pulumi/policy`,
    );
  }
}

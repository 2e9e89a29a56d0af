import { getOrganization, getProject, getStack, log, runtime } from '@pulumi/pulumi';
import { GUARDED_OUTPUT } from '../stacks/environment.ts';
import type { GuardedBefore } from '../stacks/guarded-changes.ts';

/** Function of the engine itself that reads the outputs of a stack, as a StackReference does, without being a resource in the preview. */
const READ_OUTPUTS = 'pulumi:pulumi:readStackOutputs';

/**
 * What this very stack guarded when its last run ended well.
 *
 * @returns nothing at the first run, after one of a Plinth that did not say, and where the engine cannot be asked: `protect` then stands alone
 */
export async function guardedBefore(): Promise<readonly GuardedBefore[]> {
  try {
    const name = `${getOrganization()}/${getProject()}/${getStack()}`;
    const { outputs } = (await runtime.invoke(READ_OUTPUTS, { name })) as { readonly outputs?: unknown };
    const left = isRecord(outputs) ? outputs[GUARDED_OUTPUT] : undefined;
    return Array.isArray(left) ? left.filter(isGuarded) : [];
  } catch (error) {
    void log.warn(
      `STACK_GUARD_BLIND at plinth:allow: what the last run of the stack left could not be read (${error instanceof Error ? error.message : error}); ` +
        'a replaced pool is then refused by the engine’s own words',
    );
    return [];
  }
}

/** Outputs of another Plinth, or of somebody's own program, may have another form. */
function isGuarded(value: unknown): value is GuardedBefore {
  return (
    isRecord(value) &&
    isRecord(value['from']) &&
    isRecord(value['place']) &&
    Array.isArray(value['allow']) &&
    value['allow'].length > 0 &&
    typeof value['type'] === 'string' &&
    typeof value['name'] === 'string' &&
    ['pool', 'machine', 'data', 'cluster'].includes(`${value['what']}`)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

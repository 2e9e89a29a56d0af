import type { ChartHook, Lock, LockedObject } from '../../constructs/core/index.ts';
import type { Finding } from '../../spec/finding.ts';

/** Annotation by which helm knows a hook: one or several occasions, with commas between them. */
const HOOK = 'helm.sh/hook';
/** Occasions that never come where nobody runs helm: tests are asked for, and nothing is removed or taken back. */
const NEVER = /^(test(-success|-failure)?|(pre|post)-(delete|rollback))$/;

/** Objects of a chart, and which of them were hooks. */
export interface SortedHooks {
  /** Objects that are applied, in the order of the chart. */
  readonly objects: readonly LockedObject[];
  /** Those of them that helm would have run around an installation or an upgrade. */
  readonly hooks: readonly ChartHook[];
}

/**
 * Decides what becomes of the hooks of a chart, because nobody runs helm on the cluster.
 *
 * - Hooks of tests, removals and rollbacks are left out.
 * - Hooks of installations and upgrades stay where they are: ordinary objects in the wave of their add-on, applied with the
 *   rest of it. A wave of their own would not be helm's order either: it would hold up every other add-on, a hook may need
 *   what its own chart brings, and `post-` and `pre-upgrade` would still mean nothing. So each is a finding instead
 *   ({@link hookFindings}), and who reads it decides.
 *
 * @param rendered - objects as helm renders them, with its annotations
 */
export function sortHooks(rendered: readonly LockedObject[]): SortedHooks {
  const objects = rendered.filter((object) => {
    const on = occasions(object);
    return on.length === 0 || !on.every((occasion) => NEVER.test(occasion));
  });
  return { objects, hooks: objects.flatMap((object) => hook(object)) };
}

function hook(object: LockedObject): ChartHook[] {
  const on = occasions(object).filter((occasion) => !NEVER.test(occasion));
  return on.length === 0 ? [] : [{ kind: object.kind, name: object.metadata.name, on }];
}

function occasions({ metadata }: LockedObject): string[] {
  const annotations = metadata['annotations'] as Record<string, string> | null | undefined;
  const words = annotations?.[HOOK]?.split(',') ?? [];
  return words.map((word) => word.trim()).filter((word) => word !== '');
}

/**
 * A warning for each hook that the lock applies as an ordinary object.
 *
 * @param components - names of the add-ons of the platform as it is now
 */
export function hookFindings(components: readonly string[], lock: Lock | undefined): Finding[] {
  return components.flatMap((component) =>
    (lock?.addOns[component]?.hooks ?? []).map(({ kind, name, on }): Finding => {
      const again =
        kind === 'Job'
          ? '; delete it before an upgrade that changes it, because the pods of a Job cannot be changed'
          : '';
      return {
        code: 'LOCK_HOOK_ORDINARY',
        level: 'warning',
        at: '(lock)',
        problem: `${kind} ${name} of ${component} is a chart hook (${on.join(', ')}), but is applied once as an ordinary object, ordered by its wave alone, and never deleted`,
        fix: `see that it may run beside the rest of ${component}${again}`,
      };
    }),
  );
}

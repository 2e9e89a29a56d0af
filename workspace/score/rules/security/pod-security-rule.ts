import { fieldIn } from '../../placed-pod.ts';
import type { CheckedLevel } from '../../pod-security/index.ts';
import { inForce, podSecurity } from '../../pod-security/pod-security.ts';
import type { Look, ScoreRule } from '../../rule.ts';
import type { Scene } from '../../scene.ts';

/** A rule that holds pods to a level of the Pod Security Standards, in the form of the platform's Kubernetes. */
export function podSecurityRule(
  level: CheckedLevel,
  words: Pick<ScoreRule, 'id' | 'weight' | 'title' | 'why' | 'fix'> & { readonly id: Uppercase<string> },
): ScoreRule {
  return { ...words, section: 'security', look: (scene) => looks(scene, level) };
}

function looks(scene: Scene, level: CheckedLevel): Look[] {
  const version = scene.spec.target.kubernetes;
  const baseline = new Set(inForce({ level: 'baseline', version }).map(({ id }) => id));
  return scene.pods
    .filter(({ form }) => form === 'whole' || level === 'baseline')
    .map((placed) => ({
      on: placed.manifest,
      problems: podSecurity(placed.pod, { level, version })
        // What the baseline says already is said once.
        .filter(({ check }) => level === 'baseline' || !baseline.has(check))
        .map(({ check, field, problem }) => ({ field: fieldIn(placed, field), problem: `${check}: ${problem}` })),
    })) satisfies Look[];
}

import { durationText } from '../../spec/units.ts';
import type { VerificationSpec } from '../../spec/verification.ts';
import { judgePod } from '../../verification/rollouts/judge-pod.ts';
import type { KubernetesObject } from '../core/index.ts';
import { JUDGE_NAMESPACE } from './judge-place.ts';
import { PROMETHEUS_URL } from './rollout-judge.ts';

/** What the gate takes besides the time that it watches: its start, slow answers. Unit: seconds. */
const SPARE_SECONDS = 300;

/**
 * The Job that succeeds where the platform's promises hold, and fails where one burns or nobody can tell. It is no object of a wave: the
 * delivery runs it before one, again for each change.
 */
export function burnGate({ burn, image }: VerificationSpec): KubernetesObject | undefined {
  if (burn === undefined) return undefined;
  const { factor, watch } = burn;
  const args = ['verify', '--burn', `${factor}`, '--watch', durationText(watch), '--prometheus', PROMETHEUS_URL];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'burn-gate', namespace: JUDGE_NAMESPACE },
    spec: { backoffLimit: 0, activeDeadlineSeconds: watch + SPARE_SECONDS, template: judgePod({ image, args }) },
  };
}

import type { EndpointSpec } from '../../spec/serving.ts';
import { durationText } from '../../spec/units.ts';
import type { VerifiedEndpoint, VerifiedRelease, VerifiedRollout } from '../../spec/verification.ts';
import type { VerificationInput } from '../../verification/file/verification-file.ts';
import { MONITORING_NAMESPACE } from '../observability/index.ts';
import { serverMetrics } from './server-metrics.ts';

/** Label that tells revisions of a Rollout apart, as its pods' figures have it. */
export const HASH_LABEL = 'rollouts_pod_template_hash';

/** Name of the monitor that asks both arms of a release. A DNS label has no dot: two never share a name. */
export function monitorName(release: VerifiedRelease): string {
  return `verified.${release.team}.${release.kind === 'endpoint' ? release.endpoint : release.name}`;
}

/** What revisions of a Rollout are judged by; whose hashes they have, Argo Rollouts says. */
export function rolloutVerification(release: VerifiedRollout): VerificationInput {
  const own = { namespace: release.team };
  return { ...common(release, release.name), arms: { baseline: own, canary: own }, services: release.services };
}

/** The revisions of an endpoint that are compared. */
export interface ComparedRevisions {
  /** Label of the one that is known, such as `r3`. */
  readonly baseline: string;
  /** Label of the one that is looked at. */
  readonly canary: string;
}

/** What a release of an endpoint is judged by: what its server shows, then what the spec adds. */
export function endpointVerification(
  release: VerifiedEndpoint,
  endpoint: EndpointSpec,
  { baseline, canary }: ComparedRevisions,
): VerificationInput {
  const { name } = endpoint;
  const { latency, metrics, traffic } = serverMetrics(endpoint, `${MONITORING_NAMESPACE}/${monitorName(release)}`);
  const own = { name, traffic, latency, calls: release.calls, metrics: [...metrics, ...release.metrics] };
  return {
    ...common(release, `${release.team}/${name} ${canary}`),
    arms: {
      baseline: { endpoint: name, revision: baseline },
      canary: { endpoint: name, revision: canary },
    },
    services: [own, ...release.services],
  };
}

function common(release: VerifiedRelease, name: string) {
  const { falseAlarm, looks, power, step, timeout, window } = release;
  return {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'Verification',
    metadata: { name },
    ...{ looks, falseAlarm, power },
    window: durationText(window) as VerificationInput['window'],
    step: durationText(step) as VerificationInput['step'],
    timeout: durationText(timeout) as VerificationInput['timeout'],
  } as const;
}

import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { VerifiedRollout } from '../../spec/verification.ts';
import { releaseAnalysis } from '../../verification/rollouts/release-analysis.ts';
import { MONITORING_NAMESPACE, PROMETHEUS } from '../observability/index.ts';
import { JUDGE_NAMESPACE } from './judge-place.ts';
import { HASH_LABEL, rolloutVerification } from './verified-path.ts';

/** Where judges ask. */
export const PROMETHEUS_URL = `http://${PROMETHEUS.service}.${MONITORING_NAMESPACE}.svc:${PROMETHEUS.port}`;

/** The judge of a Rollout: its AnalysisTemplate beside the Rollout, what it judges by where its Jobs run. */
export class RolloutJudge extends Construct {
  public constructor(scope: Construct, id: string, release: VerifiedRollout, image: string) {
    super(scope, id);
    const objects = releaseAnalysis({
      name: release.name,
      namespace: release.team,
      jobNamespace: JUDGE_NAMESPACE,
      verification: `${JSON.stringify(rolloutVerification(release), undefined, 2)}\n`,
      window: release.window,
      image,
      prometheus: PROMETHEUS_URL,
      hashLabel: HASH_LABEL,
    });
    for (const { metadata, ...object } of objects) {
      // The room and the platform label what they make.
      const { labels: _, ...named } = metadata;
      new ApiObject(this, object.kind, { ...object, metadata: named });
    }
  }
}

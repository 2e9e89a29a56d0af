import { PlatformError } from '../../spec/finding.ts';
import { judgePod } from './judge-pod.ts';

/** Folder in the judge's pod that its verification lies in. */
const FOLDER = '/etc/plinth';
/** Name of the verification there. */
const FILE = 'verification.yaml';
/** Label that Argo Rollouts gives the pods of a revision. */
const HASH_LABEL = 'rollouts_pod_template_hash';
/** How long a judge that has ended stays to be looked at. Unit: seconds. */
const KEPT_SECONDS = 86_400;
/** What the judge takes besides the window: its start, slow answers. Unit: seconds. */
const SPARE_SECONDS = 600;

/** A release that Argo Rollouts asks the judge about. */
export interface ReleaseAnalysisProps {
  /** Name of the analysis template, and of what belongs to it. A DNS label. */
  readonly name: string;
  /** Namespace of the rollout. */
  readonly namespace: string;
  /**
   * Namespace that its Jobs run in, where the controller was told one (`ARGO_ROLLOUTS_ANALYSIS_JOB_NAMESPACE`).
   *
   * @default - the rollout's
   */
  readonly jobNamespace?: string | undefined;
  /** Text of the verification file. */
  readonly verification: string;
  /** Time that a release is watched, as that file says. Unit: seconds. */
  readonly window: number;
  /** Image with `plinth` in it, by digest. */
  readonly image: string;
  /** Address of Prometheus. */
  readonly prometheus: string;
  /**
   * Label of the metrics that holds the hash of a revision's pods.
   *
   * @default 'rollouts_pod_template_hash' - as Prometheus names the label that Argo Rollouts gives them
   */
  readonly hashLabel?: string | undefined;
}

/** A Kubernetes object. */
export interface AnalysisObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/**
 * The judge as an analysis of Argo Rollouts: a ConfigMap with the verification and an AnalysisTemplate whose one measurement is a
 * Job that watches the release to its end. It fails as soon as the release does, and Argo aborts the rollout.
 *
 * A Job says yes or no: a verdict that is not known is no, so that nothing is promoted that nobody could judge. The rollout hands
 * the hashes of both revisions over:
 *
 * ```yaml
 * args:
 *   - { name: stable-hash, valueFrom: { podTemplateHashValue: Stable } }
 *   - { name: canary-hash, valueFrom: { podTemplateHashValue: Latest } }
 * ```
 *
 * @throws {PlatformError} `VERIFICATION_IMAGE_TAG` for an image without a digest: what judges must not change by itself.
 */
export function releaseAnalysis(props: ReleaseAnalysisProps): readonly AnalysisObject[] {
  if (!props.image.includes('@sha256:')) throw untagged(props.image);
  const { jobNamespace, name, namespace } = props;
  const metadata = (where: { readonly name: string; readonly namespace: string }) => ({
    ...where,
    labels: { 'app.kubernetes.io/part-of': 'plinth', 'plinth.dev/room': 'verification' },
  });
  const file = { name: fileName(props), namespace: jobNamespace ?? namespace };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(file), data: { [FILE]: props.verification } },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata: metadata({ name, namespace }),
      spec: {
        args: [{ name: 'stable-hash' }, { name: 'canary-hash' }],
        metrics: [{ name: 'verdict', failureLimit: 0, provider: { job: { spec: jobSpec(props) } } }],
      },
    },
  ];
}

/** Name of the ConfigMap. Where those of many namespaces lie together, a dot keeps them apart: no namespace has one. */
function fileName({ jobNamespace, name, namespace }: ReleaseAnalysisProps): string {
  return jobNamespace === undefined || jobNamespace === namespace ? name : `${namespace}.${name}`;
}

function jobSpec(props: ReleaseAnalysisProps) {
  return {
    // A verdict is a verdict: asking again until it pleases would be one more chance for a bad release.
    backoffLimit: 0,
    activeDeadlineSeconds: props.window + SPARE_SECONDS,
    ttlSecondsAfterFinished: KEPT_SECONDS,
    template: judgePod({
      image: props.image,
      args: judgeArgs(props),
      file: { configMap: fileName(props), folder: FOLDER },
    }),
  };
}

function judgeArgs({ hashLabel = HASH_LABEL, prometheus }: ReleaseAnalysisProps): readonly string[] {
  return [
    ...['verify', `${FOLDER}/${FILE}`, '--prometheus', prometheus, '--wait'],
    ...['--arm', `baseline.${hashLabel}={{args.stable-hash}}`],
    ...['--arm', `canary.${hashLabel}={{args.canary-hash}}`],
  ];
}

function untagged(image: string): PlatformError {
  return new PlatformError([
    {
      code: 'VERIFICATION_IMAGE_TAG',
      level: 'error',
      at: 'image',
      problem: `${image} has no digest`,
      fix: 'name it by digest, as name@sha256:…',
    },
  ]);
}

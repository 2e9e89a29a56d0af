import { PlatformError } from '../../spec/finding.ts';

/** Folder in the judge's pod that its verification lies in. */
const FOLDER = '/etc/plinth';
/** Name of the verification there. */
const FILE = 'verification.yaml';
/** Label that Argo Rollouts gives the pods of a revision. */
const HASH_LABEL = 'rollouts_pod_template_hash';
/** Account in the pod; any but root. */
const NOBODY = 65_532;
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
  const { name, namespace } = props;
  const metadata = {
    name,
    namespace,
    labels: { 'app.kubernetes.io/part-of': 'plinth', 'plinth.dev/room': 'verification' },
  };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [FILE]: props.verification } },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata,
      spec: {
        args: [{ name: 'stable-hash' }, { name: 'canary-hash' }],
        metrics: [{ name: 'verdict', failureLimit: 0, provider: { job: { spec: jobSpec(props) } } }],
      },
    },
  ];
}

function jobSpec(props: ReleaseAnalysisProps) {
  return {
    // A verdict is a verdict: asking again until it pleases would be one more chance for a bad release.
    backoffLimit: 0,
    activeDeadlineSeconds: props.window + SPARE_SECONDS,
    ttlSecondsAfterFinished: KEPT_SECONDS,
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': 'plinth-judge' } },
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: NOBODY, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [judge(props)],
        volumes: [{ name: 'verification', configMap: { name: props.name } }],
      },
    },
  };
}

function judge({ hashLabel = HASH_LABEL, image, prometheus }: ReleaseAnalysisProps) {
  return {
    name: 'judge',
    image,
    command: ['plinth'],
    args: [
      ...['verify', `${FOLDER}/${FILE}`, '--prometheus', prometheus, '--wait'],
      ...['--arm', `baseline.${hashLabel}={{args.stable-hash}}`],
      ...['--arm', `canary.${hashLabel}={{args.canary-hash}}`],
    ],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    volumeMounts: [{ name: 'verification', mountPath: FOLDER, readOnly: true }],
  };
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

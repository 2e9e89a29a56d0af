/** What is known of one minor of Kubernetes. */
export interface KubernetesMinor {
  /** Day on which its patches end, ISO 8601. @default - not announced when this was written */
  readonly endOfLife?: string;
  /** What a platform cannot have on it, or must know about it. Empty: nothing is known to be missing. */
  readonly lacks: readonly string[];
}

/** Minors of Kubernetes that a spec may ask for. */
export const kubernetesMinors = {
  '1.34': {
    endOfLife: '2026-10-27',
    lacks: [
      'Patches: its life ended on 2026-10-27.',
      'Gang scheduling by Kubernetes itself: there is no Workload API.',
      'Device taints: DeviceTaintRule is alpha (resource.k8s.io/v1alpha3).',
    ],
  },
  '1.35': {
    endOfLife: '2027-02-28',
    lacks: [
      'Gang scheduling by Kubernetes itself: the Workload API is alpha (scheduling.k8s.io/v1alpha1).',
      'Device taints: DeviceTaintRule is alpha (resource.k8s.io/v1alpha3).',
    ],
  },
  '1.36': {
    endOfLife: '2027-06-28',
    lacks: ['Gang scheduling by Kubernetes itself: the Workload API is alpha (scheduling.k8s.io/v1alpha2).'],
  },
  '1.37': {
    lacks: [
      'Most components: few of them list it yet.',
      'Gang scheduling by Kubernetes itself is beta and off: it needs a feature gate and scheduling.k8s.io/v1beta1.',
    ],
  },
} as const satisfies Record<string, KubernetesMinor>;

/** A minor of Kubernetes that a spec may ask for. */
export type KubernetesMinorName = keyof typeof kubernetesMinors;

/** Minor of Kubernetes that users get. */
export const DEFAULT_KUBERNETES_MINOR: KubernetesMinorName = '1.36';

/** What of a pod the Pod Security Standards look at. Fields that are absent are unset. */
export interface Pod {
  /** Its annotations; older forms of two checks read them. */
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  /** What it runs. */
  readonly spec: PodSpec;
}

/** Specification of a pod, as far as it is read. */
export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly securityContext?: SecurityContext & { readonly sysctls?: readonly { readonly name: string }[] };
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  /** `false`: users of the pod are not those of the machine. */
  readonly hostUsers?: boolean;
  readonly os?: { readonly name?: string };
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly topologySpreadConstraints?: readonly unknown[];
  readonly affinity?: { readonly podAntiAffinity?: object };
}

/** One container of a pod, of any of its three kinds. */
export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly env?: readonly EnvironmentVariable[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name?: string } }[];
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, unknown>>;
    readonly limits?: Readonly<Record<string, unknown>>;
  };
  readonly securityContext?: SecurityContext;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly postStart?: Probe; readonly preStop?: Probe };
  /** `Always`: an init container that runs beside the others. */
  readonly restartPolicy?: string;
}

/** One variable of a container. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name?: string; readonly optional?: boolean } };
}

/** A probe, or an action at the beginning or end. */
export interface Probe {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** Security context of a pod or of a container; what only one of them has is unset at the other. */
export interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

/** A container and where it stands in the pod. */
export interface PlacedContainer {
  readonly container: Container;
  /** Path, such as `spec.initContainers[0]`. */
  readonly at: string;
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Every container of a pod with its place. */
export function containersOf({ spec }: Pod): PlacedContainer[] {
  return LISTS.flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ container, at: `spec.${list}[${index}]` })),
  );
}

/** The security contexts of a pod and of its containers that are set, with their places. */
export function contextsOf(pod: Pod): { readonly context: SecurityContext; readonly at: string }[] {
  const { securityContext } = pod.spec;
  return [
    ...(securityContext == null ? [] : [{ context: securityContext, at: 'spec.securityContext' }]),
    ...containersOf(pod).flatMap(({ at, container }) =>
      container.securityContext == null ? [] : [{ context: container.securityContext, at: `${at}.securityContext` }],
    ),
  ];
}

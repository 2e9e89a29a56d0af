/** Any Kubernetes object: what the rehearsal applies and reads back. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    /** @default - the object belongs to no namespace */
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** Chosen by the API server. @default - it does not stand yet */
    readonly uid?: string;
    /** What made it. @default - nothing that still is there */
    readonly ownerReferences?: readonly OwnerReference[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** An object that another was made for, and goes with. */
export interface OwnerReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** @default false - a controller made it and keeps it */
  readonly controller?: boolean;
}

/** `Kind namespace/name`, for messages. */
export function describeObject({ kind, metadata: { name, namespace } }: KubernetesObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

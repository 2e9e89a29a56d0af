import { CustomResource, type CustomResourceOptions, type Input, type Inputs, secret } from '@pulumi/pulumi';

/** An object as it is registered: its name is known before anything is deployed, its content may come later. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, Input<string>>>;
    readonly finalizers?: readonly string[];
  };
  readonly [field: string]: Input<unknown>;
}

/** Fields of a Secret that no state file may hold in plain text. */
const SECRET_FIELDS = ['data', 'stringData'];

/**
 * One object of the cluster as one resource of Pulumi, of any kind, built in or custom.
 *
 * The classes of `@pulumi/kubernetes` know the built-in kinds only, and its `apiextensions.CustomResource` the others only;
 * both register under the token that this one computes, with the object as their inputs, which is all that the provider looks at.
 */
export class KubernetesObject extends CustomResource {
  public constructor(object: ClusterObject, opts: CustomResourceOptions) {
    super(typeToken(object), objectKey(object), inputsOf(object), {
      ...opts,
      ...(object.kind === 'Secret' ? { additionalSecretOutputs: SECRET_FIELDS } : {}),
    });
  }
}

/** Type of an object's resource, such as `kubernetes:apps/v1:Deployment`; the core group is written out. */
export function typeToken({ apiVersion, kind }: Pick<ClusterObject, 'apiVersion' | 'kind'>): string {
  return `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** Logical name of an object's resource: `Kind:namespace/name`, or `Kind:name` outside namespaces. Does not depend on any other object. */
export function objectKey({ kind, metadata }: Pick<ClusterObject, 'kind' | 'metadata'>): string {
  const { name, namespace } = metadata;
  return namespace === undefined ? `${kind}:${name}` : `${kind}:${namespace}/${name}`;
}

function inputsOf(object: ClusterObject): Inputs {
  if (object.kind !== 'Secret') return { ...object };
  const hidden = SECRET_FIELDS.filter((field) => object[field] !== undefined);
  return { ...object, ...Object.fromEntries(hidden.map((field) => [field, secret(object[field])])) };
}

/** A Secret of Kubernetes. Its values are plain texts here. */
export interface KeptSecret {
  /** Type. @default Opaque */
  readonly type?: string;
  /** Annotations. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Data. */
  readonly data: Readonly<Record<string, string>>;
}

/** Where Secrets are kept. Nothing of them is ever printed. */
export interface SecretKeeper {
  /** The Secret of that name, if there is one. */
  read(namespace: string, name: string): Promise<KeptSecret | undefined>;
  /** Makes or replaces it. */
  write(namespace: string, name: string, secret: KeptSecret): Promise<void>;
}

/** A Secret as Kubernetes takes it. */
export interface SecretManifest {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly type?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

/** A Secret in the form of Kubernetes, with its values in base64. */
export function manifestOf(namespace: string, name: string, { annotations, data, type }: KeptSecret): SecretManifest {
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: type ?? 'Opaque',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'plinth' }, annotations },
    data: Object.fromEntries(encoded),
  };
}

/** What a Secret of Kubernetes holds. */
export function keptOf({ data = {}, metadata, type }: SecretManifest): KeptSecret {
  const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
  return { type, annotations: metadata.annotations ?? {}, data: Object.fromEntries(decoded) };
}

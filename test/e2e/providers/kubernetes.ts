import {
  ApiError,
  type ApiResponse,
  type ClusterClient,
  CONTENT,
  messageOf,
} from '../../../rehearsal/cluster-client.ts';
import type { KubernetesObject } from '../../../rehearsal/kubernetes-object.ts';
import { waitFor } from '../../../rehearsal/wait.ts';
import { rewriteWebhooks } from '../../../rehearsal/webhook-rewrite.ts';
import { signIn } from './cluster-login.ts';
import { note } from './diary.ts';
import { works } from './readiness.ts';
import {
  canonical,
  changedKeys,
  type Difference,
  type Failure,
  type Found,
  hasUnknown,
  type Properties,
  type Resource,
  type StandIn,
} from './stand-in.ts';

/** Name under which Pulumi's provider owns the fields that it applies. */
const FIELD_MANAGER = 'pulumi-kubernetes';
/** How long it is waited for. Unit: milliseconds. */
const DELETED_MILLISECONDS = 120_000;

/** Fields that no API server changes: the object is replaced. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  StorageClass: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
};

/** Settings that are heeded, all as text, which is how providers get them. */
interface Settings {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly enableServerSideApply: boolean;
  readonly enablePatchForce: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  readonly upsertExistingObjects: boolean;
}

/**
 * Plays Pulumi's Kubernetes provider against a real API server.
 *
 * As the real one: server-side apply under one field manager; a conflict is an error unless forced; an object that is there
 * already is an error unless objects are adopted; a changed ConfigMap or Secret is replaced unless they are mutable; a
 * changed identifier of the cluster, or without one a changed kubeconfig, replaces everything; waits until objects work, and
 * until deleted ones are gone. Unlike it: a webhook is left out, because no program answers in a cluster without machines.
 */
export class KubernetesStandIn implements StandIn {
  #settings: Settings = settingsOf({});
  #client: ClusterClient | undefined;

  public checkConfig(): readonly Failure[] {
    return [];
  }

  public diffConfig(olds: Properties, news: Properties): Difference {
    const changed = changedKeys(olds, news);
    const identified = olds['clusterIdentifier'] !== undefined && news['clusterIdentifier'] !== undefined;
    const decisive = identified ? ['clusterIdentifier'] : ['clusterIdentifier', 'kubeconfig', 'context', 'cluster'];
    return { changes: changed.length > 0, replaces: changed.filter((key) => decisive.includes(key)) };
  }

  public configure(settings: Properties): void {
    this.#settings = settingsOf(settings);
  }

  public check(_: Resource, news: Properties): readonly Failure[] {
    const { metadata } = news as Partial<KubernetesObject>;
    if (hasUnknown(metadata?.name) || hasUnknown(metadata?.namespace))
      return [{ property: 'metadata', reason: 'the name must be known before anything is deployed' }];
    return typeof metadata?.name === 'string' ? [] : [{ property: 'metadata', reason: 'an object needs a name' }];
  }

  public diff(_: Resource, olds: Properties, news: Properties): Difference {
    const changed = changedKeys(olds, news);
    const { enableConfigMapMutable, enableSecretMutable } = this.#settings;
    const content = ['data', 'stringData', 'binaryData'];
    const fixed =
      (news['kind'] === 'ConfigMap' && !enableConfigMapMutable) || (news['kind'] === 'Secret' && !enableSecretMutable)
        ? content
        : (FIXED[`${news['kind']}`] ?? []);
    const renamed = idOf(olds) === idOf(news) ? [] : ['metadata'];
    return { changes: changed.length > 0, replaces: [...changed.filter((key) => fixed.includes(key)), ...renamed] };
  }

  public async create({ type, urn }: Resource, inputs: Properties) {
    const object = inputs as unknown as KubernetesObject;
    if (!this.#settings.upsertExistingObjects && (await this.#live(object)) !== undefined)
      throw new Error(`${idOf(inputs)} already exists`);
    const state = await this.#apply(object);
    note({ did: 'created', type, urn });
    return { id: idOf(inputs), state };
  }

  public async read(_: Resource, __: string, { inputs, state }: Found): Promise<Found | undefined> {
    const object = inputs as unknown as KubernetesObject;
    if (rewritten(object) === undefined) return { inputs, state };
    const live = await this.#live(object);
    if (live === undefined) return undefined;
    // What applying it again would change, somebody else has changed.
    const again = shown((await this.#send(object, { force: true, dryRun: true })).body);
    const same = canonical(comparable(again)) === canonical(comparable(live));
    return { inputs: same ? inputs : (seenIn(live, inputs) as Properties), state: live };
  }

  public async update({ type, urn }: Resource, _: string, inputs: Properties): Promise<Properties> {
    const state = await this.#apply(inputs as unknown as KubernetesObject);
    note({ did: 'updated', type, urn });
    return state;
  }

  public async delete({ type, urn }: Resource, _: string, state: Properties): Promise<void> {
    note({ did: 'deleting', type, urn });
    const path = await this.#pathOf(state as unknown as KubernetesObject);
    if (path !== undefined) await this.#deleted(path);
    note({ did: 'deleted', type, urn });
  }

  public invoke(token: string): Properties {
    throw new Error(`no stand-in answers ${token}`);
  }

  async #apply(object: KubernetesObject): Promise<Properties> {
    const applied = rewritten(object);
    if (applied === undefined) return { ...object };
    const force = this.#settings.enablePatchForce || object.metadata.annotations?.['pulumi.com/patchForce'] === 'true';
    const answer = await this.#send(object, { force });
    if (answer.status >= 300) throw new Error(`${object.kind} ${idOf(object)}: ${messageOf(answer)}`);
    if (object.metadata.annotations?.['pulumi.com/skipAwait'] === 'true') return shown(answer.body);
    await works(this.#cluster(), applied);
    return (await this.#live(object)) ?? shown(answer.body);
  }

  async #send(object: KubernetesObject, { dryRun = false, force = false }): Promise<ApiResponse> {
    if (!this.#settings.enableServerSideApply) throw new Error('no stand-in applies otherwise than server-side');
    const client = this.#cluster();
    const query = `fieldManager=${FIELD_MANAGER}&force=${force}&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
    const path = `${await client.pathOf(object)}?${query}`;
    return client.send({ method: 'PATCH', path, body: rewritten(object) ?? object, contentType: CONTENT.apply });
  }

  async #live(object: KubernetesObject): Promise<Properties | undefined> {
    const path = await this.#pathOf(object);
    if (path === undefined) return undefined;
    const answer = await this.#cluster().send({ method: 'GET', path });
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) throw new ApiError('GET', path, answer);
    return shown(answer.body);
  }

  /** @returns nothing if the cluster does not know the kind */
  async #pathOf(object: KubernetesObject): Promise<string | undefined> {
    try {
      return await this.#cluster().pathOf(object);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #deleted(path: string): Promise<void> {
    const client = this.#cluster();
    const uid = uidOf((await client.send({ method: 'GET', path })).body);
    const answer = await client.send({ method: 'DELETE', path: `${path}?propagationPolicy=Foreground` });
    if (answer.status === 404) return;
    if (answer.status >= 300) throw new ApiError('DELETE', path, answer);
    const gone = async () => {
      const { body, status } = await client.send({ method: 'GET', path });
      // Of some objects the cluster makes another at once, such as a namespace's usual account.
      return status === 404 || uidOf(body) !== uid ? true : undefined;
    };
    await waitFor(gone, { what: `${path} to be gone`, timeoutMilliseconds: DELETED_MILLISECONDS });
  }

  #cluster(): ClusterClient {
    this.#client ??= signIn(this.#settings.kubeconfig, this.#settings.context);
    return this.#client;
  }
}

function settingsOf(settings: Properties): Settings {
  const yes = (key: keyof Settings, unless = false) =>
    settings[key] === undefined ? unless : `${settings[key]}` === 'true';
  const text = (key: keyof Settings) => (settings[key] === undefined ? undefined : `${settings[key]}`);
  return {
    kubeconfig: text('kubeconfig'),
    context: text('context'),
    enableServerSideApply: yes('enableServerSideApply', true),
    enablePatchForce: yes('enablePatchForce'),
    enableConfigMapMutable: yes('enableConfigMapMutable'),
    enableSecretMutable: yes('enableSecretMutable'),
    upsertExistingObjects: yes('upsertExistingObjects'),
  };
}

function uidOf(body: unknown): string | undefined {
  return (body as { metadata?: { uid?: string } }).metadata?.uid;
}

function idOf(object: unknown): string {
  const { metadata } = object as Partial<KubernetesObject>;
  return metadata?.namespace === undefined ? `${metadata?.name}` : `${metadata.namespace}/${metadata.name}`;
}

/** As it can be applied where none of the programs runs that webhooks call. @returns nothing if it cannot */
function rewritten(object: KubernetesObject): KubernetesObject | undefined {
  return rewriteWebhooks([object], []).objects[0];
}

/** An object as the state shows it: who owns which field is of no use there, and large. */
function shown(body: unknown): Properties {
  const object = body as KubernetesObject;
  const { managedFields: _, ...metadata } = object.metadata as KubernetesObject['metadata'] & {
    managedFields?: unknown;
  };
  return { ...object, metadata };
}

function comparable(object: Properties): Properties {
  const { generation: _, resourceVersion: __, ...metadata } = object['metadata'] as Record<string, unknown>;
  const { status: ___, ...rest } = object;
  return { ...rest, metadata };
}

/** What a live object says where something was asked for; what is gone is left out. */
function seenIn(live: unknown, asked: unknown): unknown {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return live;
  if (typeof live !== 'object' || live === null || Array.isArray(live)) return live;
  const found = live as Record<string, unknown>;
  const keys = Object.entries(asked).filter(([key]) => found[key] !== undefined);
  return Object.fromEntries(keys.map(([key, each]) => [key, seenIn(found[key], each)]));
}

import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { ClusterAccess } from './kubeconfig.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** Connections that one client keeps open; the API server answers each of them in turn. */
const CONNECTIONS = 32;

/** Name under which the rehearsal owns the fields it applies. */
export const FIELD_MANAGER = 'plinth-rehearsal';

/** Body formats that the API server tells apart. */
export const CONTENT = {
  json: 'application/json',
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  jsonPatch: 'application/json-patch+json',
} as const;

/** Form of an answer: name, labels and the like of an object, without what it says. */
export const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** Form of the answer of `/apis`: every kind of every group in one document. */
export const DISCOVERY = 'application/json;v=v2;g=apidiscovery.k8s.io;as=APIGroupDiscoveryList';

/** What the API server answered. */
export interface ApiResponse {
  /** HTTP status code. */
  readonly status: number;
  /** Parsed JSON, or the text if it was none. */
  readonly body: unknown;
  /** Warnings that came with the answer, such as "unknown field" or "deprecated". */
  readonly warnings: readonly string[];
}

/** One request to the API server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, from the root of the server. */
  readonly path: string;
  /** Sent as JSON. @default - no body */
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly contentType?: (typeof CONTENT)[keyof typeof CONTENT];
  /** Form of the answer. @default 'application/json' */
  readonly accept?: typeof METADATA_ONLY | typeof DISCOVERY | typeof CONTENT.json;
}

/** Raised when the API server refuses a request that had to succeed. */
export class ApiError extends Error {
  public override readonly name = 'ApiError';
  public readonly status: number;
  /** The refusal itself. */
  public readonly response: ApiResponse;

  public constructor(method: string, path: string, response: ApiResponse) {
    super(`${method} ${path}: ${response.status}: ${messageOf(response)}`);
    this.status = response.status;
    this.response = response;
  }
}

/** Where one kind of object lives on the API server. */
interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Talks to one API server as one user, over a few connections that stay open. */
export class ClusterClient {
  private readonly access: ClusterAccess;
  private readonly agent: Agent;
  private readonly resources = new Map<string, Map<string, ApiResource>>();

  public constructor(access: ClusterAccess) {
    this.access = access;
    const { ca, user } = access;
    this.agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca, cert: user.certificate, key: user.key });
  }

  /** Sends one request and hands back whatever came, refusals too. */
  public send({
    method,
    path,
    body,
    contentType = CONTENT.json,
    accept = CONTENT.json,
  }: ApiRequest): Promise<ApiResponse> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept,
      ...(text === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(text) }),
    };
    return new Promise((resolve, reject) => {
      const call = request(new URL(path, this.access.server), { method, agent: this.agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            body: parsed(Buffer.concat(chunks).toString('utf8')),
            warnings: (answer.headersDistinct.warning ?? []).map(warningText),
          }),
        );
      });
      call.on('error', reject);
      call.end(text);
    });
  }

  /**
   * Opens an answer that goes on for as long as somebody reads it, such as a watch. It takes one of the connections.
   *
   * @returns the answer as it comes, whatever its status.
   */
  public open(path: string, signal?: AbortSignal): Promise<IncomingMessage> {
    const headers = { accept: 'application/json' };
    return new Promise((resolve, reject) => {
      const call = request(new URL(path, this.access.server), { agent: this.agent, headers, signal }, resolve);
      call.on('error', reject);
      call.end();
    });
  }

  /** Reads something that has to be there. @throws {ApiError} if the server refuses. */
  public async get<T = KubernetesObject>(path: string): Promise<T> {
    const response = await this.send({ method: 'GET', path });
    if (response.status >= 400) throw new ApiError('GET', path, response);
    return response.body as T;
  }

  /** Path of an object, or of the collection it belongs to if it has no name. */
  public async pathOf(
    object: Pick<KubernetesObject, 'apiVersion' | 'kind'> & { metadata?: { name?: string; namespace?: string } },
  ): Promise<string> {
    const { apiVersion, kind, metadata: { name, namespace = 'default' } = {} } = object;
    const resource = await this.resourceOf(apiVersion, kind);
    const parts = [groupPath(apiVersion), ...(resource.namespaced ? ['namespaces', namespace] : []), resource.name];
    return [...parts, ...(name === undefined ? [] : [encodeURIComponent(name)])].join('/');
  }

  /**
   * Applies an object server-side, taking over fields that others set; unknown fields are an error.
   *
   * @returns the answer, also if it is a refusal or the kind is unknown: the caller says what that means.
   */
  public async apply(object: KubernetesObject, subresource = ''): Promise<ApiResponse> {
    try {
      const path = `${await this.pathOf(object)}${subresource === '' ? '' : `/${subresource}`}`;
      const query = `fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict`;
      const request = { method: 'PATCH', path: `${path}?${query}`, body: object, contentType: CONTENT.apply } as const;
      const answer = await this.send(request);
      // The server ran out of its own time: no word about the object, which is asked for again once.
      return answer.status === 504 ? await this.send(request) : answer;
    } catch (error) {
      if (error instanceof ApiError) return error.response;
      throw error;
    }
  }

  /** Ends the connections. */
  public close(): void {
    this.agent.destroy();
  }

  private async resourceOf(apiVersion: string, kind: string): Promise<ApiResource> {
    const known = this.resources.get(apiVersion)?.get(kind) ?? (await this.discover(apiVersion)).get(kind);
    if (known !== undefined) return known;
    throw new ApiError('GET', groupPath(apiVersion), {
      status: 404,
      body: { message: `no kind ${kind} in ${apiVersion}: its CustomResourceDefinition is not there` },
      warnings: [],
    });
  }

  private async discover(apiVersion: string): Promise<Map<string, ApiResource>> {
    const { status, body } = await this.send({ method: 'GET', path: groupPath(apiVersion) });
    const resources = status === 200 ? (body as { resources?: ApiResource[] }).resources : undefined;
    const byKind = new Map((resources ?? []).filter(({ name }) => !name.includes('/')).map((r) => [r.kind, r]));
    this.resources.set(apiVersion, byKind);
    return byKind;
  }
}

/** The reason in a refusal, in the server's words. */
export function messageOf({ body }: ApiResponse): string {
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `299 - "text"` without its code and quotes. */
function warningText(header: string): string {
  return /^\d+ \S+ "(.*)"$/.exec(header)?.[1] ?? header;
}

import { HarborError, troubleOf } from './harbor-finding.ts';

/** Way to a Harbor, and who asks. */
export interface HarborAccess {
  /** Address without a path, such as `https://registry.example.org`. */
  readonly url: string;
  /** Account. */
  readonly user: string;
  /** Its secret; never printed. */
  readonly secret: string;
  /** Time for one answer. Unit: milliseconds. @default 30 000 */
  readonly timeoutMilliseconds?: number;
  /** Most tries of one call. @default 5 */
  readonly tries?: number;
  /** Waits between tries; tests give a short one. @default - the clock. Unit: milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** One call of the API. */
export interface HarborRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the API, such as `/projects`. */
  readonly path: string;
  /** Parameters of the query. */
  readonly query?: Readonly<Record<string, string | number>>;
  /** Body, sent as JSON. */
  readonly body?: unknown;
}

/** What came back. */
export interface HarborAnswer {
  /** Body, read as JSON. `undefined` where there is none. */
  readonly body: unknown;
  /** Number of the object that was made, from `Location`. @default - nothing was made */
  readonly id?: number;
  /** How many there are in all, from `X-Total-Count`. @default - not said */
  readonly total?: number;
}

const API = '/api/v2.0';
const TIMEOUT_MILLISECONDS = 30_000;
const TRIES = 5;
/** Longest wait between two tries, whatever the server asks for. Unit: milliseconds. */
const LONGEST_WAIT_MILLISECONDS = 30_000;
/** First wait without a `Retry-After`; each further one is twice as long. Unit: milliseconds. */
const FIRST_WAIT_MILLISECONDS = 500;
/** Statuses after which the same call may succeed. */
const TRY_AGAIN = [429, 502, 503, 504];
/** Most entries of one page; Harbor gives no more. */
const PAGE = 100;
/** Most pages of one list: a server that forgets to end one is not followed for ever. */
const MOST_PAGES = 1_000;

/**
 * Calls of Harbor's API over HTTP, with time limits and bounded retries.
 *
 * Only calls that do the same twice are tried again after a cut connection: a POST whose answer was lost may have made its
 * object, and the next run finds it. Every answer that is not JSON is told apart from Harbor's own.
 */
export class HarborConnection {
  readonly #access: HarborAccess;

  public constructor(access: HarborAccess) {
    this.#access = { ...access, url: access.url.replace(/\/+$/, '') };
  }

  /** Makes one call. @throws {HarborError} for every answer but success. */
  public async call(request: HarborRequest): Promise<HarborAnswer> {
    const tries = this.#access.tries ?? TRIES;
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= tries;
      const response = await this.#send(request, last);
      if (response === undefined) await this.#wait(attempt);
      else if (TRY_AGAIN.includes(response.status) && !last) {
        await response.body?.cancel();
        await this.#wait(attempt, response.headers.get('retry-after'));
      } else return this.#read(request, response);
    }
  }

  /** All entries of a list, page by page. */
  public async list<T>(path: string, query: HarborRequest['query'] = {}): Promise<readonly T[]> {
    const found: T[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const { body, total } = await this.call({ method: 'GET', path, query: { ...query, page, page_size: PAGE } });
      const entries = (body ?? []) as readonly T[];
      if (!Array.isArray(entries)) throw new HarborError('REGISTRY_NOT_HARBOR', `GET ${path}`, 'answered with no list');
      found.push(...entries);
      const done = total === undefined ? entries.length < PAGE : found.length >= total;
      if (done || entries.length === 0) return found;
    }
    throw new HarborError('REGISTRY_FAILED', `GET ${path}`, `has more than ${MOST_PAGES} pages`);
  }

  /** Gives nothing where the connection broke and the call may be made again. */
  async #send({ body, method, path, query }: HarborRequest, last: boolean): Promise<Response | undefined> {
    const { secret, timeoutMilliseconds = TIMEOUT_MILLISECONDS, url, user } = this.#access;
    const words = new URLSearchParams(
      Object.entries(query ?? {}).map(([key, value]): [string, string] => [key, `${value}`]),
    );
    const address = `${url}${API}${path}${words.size === 0 ? '' : `?${words}`}`;
    try {
      return await fetch(address, {
        method,
        headers: {
          accept: 'application/json',
          authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        // Credentials are for this address and no other.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
    } catch (error) {
      if (last || method === 'POST') throw gone(`${method} ${path}`, error);
      return undefined;
    }
  }

  async #read({ method, path }: HarborRequest, response: Response): Promise<HarborAnswer> {
    const call = `${method} ${path}`;
    const text = await response.text().catch((error: unknown) => {
      throw gone(call, error);
    });
    if (response.status >= 300 && response.status < 400)
      throw new HarborError('REGISTRY_NOT_HARBOR', call, `was sent elsewhere (${response.status})`, response.status);
    const body = parsed(text);
    if (!response.ok) throw new HarborError(troubleOf(response.status), call, wordsOf(response, body), response.status);
    if (text.trim() !== '' && body === undefined)
      throw new HarborError('REGISTRY_NOT_HARBOR', call, `answered with ${kindOf(response)} instead of JSON`);
    return { body, id: idOf(response), total: totalOf(response) };
  }

  async #wait(attempt: number, asked?: string | null): Promise<void> {
    const wait = this.#access.wait ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
    await wait(waitOf(attempt, asked, Date.now()));
  }
}

/** How long to wait: what the server asks for, in seconds or until a date, within a bound. Unit: milliseconds. */
export function waitOf(attempt: number, asked: string | null | undefined, now: number): number {
  const seconds = asked === null || asked === undefined ? Number.NaN : Number(asked);
  const until = asked === null || asked === undefined ? Number.NaN : Date.parse(asked) - now;
  const wished = Number.isFinite(seconds) ? seconds * 1_000 : until;
  const wanted = Number.isFinite(wished) ? wished : FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1);
  return Math.min(Math.max(wanted, 0), LONGEST_WAIT_MILLISECONDS);
}

function gone(call: string, error: unknown): HarborError {
  const { cause, message, name } = error as Error & { cause?: { code?: string; message?: string } };
  const why = name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? cause?.message ?? message);
  return new HarborError('REGISTRY_GONE', call, `the connection broke (${why})`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Harbor's own words, bounded and on one line; of anything else only its kind. */
function wordsOf(response: Response, body: unknown): string {
  const errors = (body as { errors?: readonly { code?: string; message?: string }[] } | undefined)?.errors;
  const said = Array.isArray(errors)
    ? errors.map(({ code, message }) => [code, message].filter(Boolean).join(': '))
    : [];
  const words = said.length === 0 ? `answered with ${kindOf(response)}` : said.join('; ');
  return `${response.status} ${words.replace(/\s+/g, ' ').slice(0, 300)}`;
}

function kindOf(response: Response): string {
  return response.headers.get('content-type')?.split(';')[0] || 'nothing that says what it is';
}

function idOf(response: Response): number | undefined {
  const last = response.headers.get('location')?.split('?')[0]?.split('/').at(-1);
  return last !== undefined && /^\d+$/.test(last) ? Number(last) : undefined;
}

function totalOf(response: Response): number | undefined {
  const total = response.headers.get('x-total-count');
  return total !== null && /^\d+$/.test(total) ? Number(total) : undefined;
}

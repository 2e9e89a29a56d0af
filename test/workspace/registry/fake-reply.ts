/** What a Harbor answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An object of Harbor; which fields it has, the API description says. */
export type Thing = Record<string, unknown>;

export function notFound(what: string): Reply {
  return { status: 404, body: { errors: [{ code: 'NOT_FOUND', message: `${what} not found` }] } };
}

export function conflict(what: string): Reply {
  return { status: 409, body: { errors: [{ code: 'CONFLICT', message: `${what} is there already` }] } };
}

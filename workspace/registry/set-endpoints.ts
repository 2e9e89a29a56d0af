import type { HarborEndpoint } from '../../constructs/registry/index.ts';
import { type Change, type Desk, differences, isOurs, MARK, type Section } from './change.ts';
import { HarborError } from './harbor-finding.ts';
import type { Endpoint } from './harbor-objects.ts';

/** All registries that Harbor knows, by name. */
export async function endpointsOf({ harbor }: Pick<Desk, 'harbor'>): Promise<ReadonlyMap<string, Endpoint>> {
  return new Map((await harbor.list<Endpoint>('/registries')).map((each) => [each.name, each]));
}

/** Other registries: those that are pulled through, and those that get copies. */
export const setEndpoints: Section = async function* (desk) {
  const found = await endpointsOf(desk);
  for (const endpoint of desk.settings.endpoints) {
    const there = found.get(endpoint.name);
    const login = await newLogin(desk, endpoint);
    if (there === undefined) yield create(desk, endpoint);
    else yield* update(desk, endpoint, there, login);
  }
};

/** Registries that nobody asks for any more; after the rules and projects that used them. */
export const removeEndpoints: Section = async function* (desk) {
  const wanted = new Set(desk.settings.endpoints.map(({ name }) => name));
  for (const [name, there] of await endpointsOf(desk)) {
    if (wanted.has(name) || !isOurs(there)) continue;
    yield {
      kind: 'endpoint',
      name,
      action: 'remove',
      fields: [],
      apply: async () => {
        await desk.harbor.call({ method: 'DELETE', path: `/registries/${there.id}` });
      },
    };
  }
};

interface Login {
  readonly access_key: string;
  readonly access_secret: string;
}

function create(desk: Desk, endpoint: HarborEndpoint): Change {
  const { name, type, url } = endpoint;
  return {
    kind: 'endpoint',
    name,
    action: 'create',
    fields: ['type', 'url'],
    apply: async () => {
      const login = loginOf(desk, endpoint);
      await desk.harbor.call({
        method: 'POST',
        path: '/registries',
        body: {
          name,
          type,
          url,
          insecure: false,
          description: descriptionOf(endpoint),
          ...(login === undefined ? {} : { credential: { type: 'basic', ...login } }),
        },
      });
      if (login !== undefined) await desk.applied.end(keyOf(endpoint), JSON.stringify(login));
    },
  };
}

function* update(desk: Desk, endpoint: HarborEndpoint, there: Endpoint, login?: Login): Generator<Change> {
  const { name, type, url } = endpoint;
  const fields = differences({ url, insecure: false }, { ...there, insecure: there.insecure ?? false });
  const isOther = there.type !== type;
  if (fields.length === 0 && login === undefined && !isOther) return;
  yield {
    kind: 'endpoint',
    name,
    action: 'update',
    fields: [...(isOther ? ['type'] : []), ...fields, ...(login === undefined ? [] : ['credential'])],
    apply: async () => {
      if (isOther)
        throw new HarborError(
          'REGISTRY_CONFLICT',
          `endpoint ${name}`,
          `is of the type ${there.type} instead of ${type}`,
        );
      const body = { name, url, insecure: false, description: descriptionOf(endpoint) };
      const credential = login === undefined ? {} : { credential_type: 'basic', ...login };
      await desk.harbor.call({ method: 'PUT', path: `/registries/${there.id}`, body: { ...body, ...credential } });
      if (login !== undefined) await desk.applied.end(keyOf(endpoint), JSON.stringify(login));
    },
  };
}

/** The credential, where it is wanted and was not applied yet. */
async function newLogin(desk: Desk, endpoint: HarborEndpoint): Promise<Login | undefined> {
  const login = loginOf(desk, endpoint);
  const known = login !== undefined && (await desk.applied.has(keyOf(endpoint), JSON.stringify(login)));
  return known ? undefined : login;
}

function loginOf({ credential }: Desk, { credential: key }: HarborEndpoint): Login | undefined {
  if (key === undefined) return undefined;
  const [user, secret] = [credential(`${key}.user`), credential(`${key}.secret`)];
  return user === undefined || secret === undefined ? undefined : { access_key: user, access_secret: secret };
}

function keyOf({ name }: HarborEndpoint): string {
  return `endpoint.${name}`;
}

function descriptionOf({ credential }: HarborEndpoint): string {
  return `${MARK}${credential === undefined ? 'pulled through' : 'gets copies'}`;
}

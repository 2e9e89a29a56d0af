import { artifactReply, artifactsOf, type PushedArtifact } from './fake-artifacts.ts';
import { conflict, notFound, type Reply, type Thing } from './fake-reply.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Everything that a Harbor holds, and how it answers. */
export class FakeHarborState {
  public adminSecret = 'S3cret-of-admin';
  public readonly configuration: Record<string, unknown> = { auth_mode: 'db_auth', self_registration: true };
  public readonly projects = new Map<number, Thing>();
  public readonly quotas = new Map<number, Thing>();
  public readonly members = new Map<number, Thing>();
  public readonly retentions = new Map<number, Thing>();
  public readonly immutable = new Map<number, Thing>();
  public readonly webhooks = new Map<number, Thing>();
  public readonly robots = new Map<number, Thing>();
  public readonly registries = new Map<number, Thing>();
  public readonly replications = new Map<number, Thing>();
  public readonly schedules = new Map<string, Thing>();
  /** Images and charts, as somebody pushed them. */
  public readonly artifacts: PushedArtifact[] = [];
  /** Secrets by robot; never shown again. */
  public readonly robotSecrets = new Map<number, string>();
  public hasScanner = false;
  #next = 1;

  public answer({ body, method, path, query }: Asked): Reply {
    const words = path.split('/').slice(1);
    const given = (body ?? {}) as Thing;
    switch (words[0]) {
      case 'configurations':
        return this.#configurations(method, given);
      case 'projects':
        return words.length > 2
          ? this.#inProject(method, words, given, query)
          : this.#projects(method, words, given, query);
      case 'quotas':
        return this.#collection(this.quotas, method, words.slice(1), given, query);
      case 'retentions':
        return this.#retentions(method, words, given);
      case 'robots':
        return this.#robots(method, words, given, query);
      case 'registries':
        return this.#registries(method, words, given, query);
      case 'replication':
        return this.#replication(method, words.slice(2), given, query);
      case 'system':
        return this.#schedule(method, words[1] ?? '', given);
      default:
        return notFound(path);
    }
  }

  #configurations(method: string, given: Thing): Reply {
    if (method === 'PUT') {
      Object.assign(this.configuration, given);
      return { status: 200 };
    }
    const { oidc_client_secret: _, ...shown } = this.configuration;
    const body = Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, { value, editable: true }]));
    return { status: 200, body };
  }

  #projects(method: string, words: readonly string[], given: Thing, query: Asked['query']): Reply {
    if (method === 'GET') {
      const all = [...this.projects.values()].filter(
        ({ name }) => query['name'] === undefined || name === query['name'],
      );
      return paged(all, query);
    }
    if (method === 'PUT') {
      const project = this.projects.get(Number(words[1]));
      if (project === undefined) return notFound('project');
      Object.assign(project['metadata'] as Thing, given['metadata']);
      return { status: 200 };
    }
    const name = given['project_name'];
    if ([...this.projects.values()].some((each) => each['name'] === name)) return conflict(`project ${name}`);
    const { registry_id } = given;
    if (registry_id !== undefined && !this.registries.has(registry_id as number)) return bad('no such registry');
    const id = this.#id();
    const metadata = { ...(given['metadata'] as Thing) };
    this.projects.set(id, { project_id: id, name, ...(registry_id === undefined ? {} : { registry_id }), metadata });
    this.quotas.set(id + 10_000, {
      id: id + 10_000,
      ref: { id, name, owner_name: 'admin' },
      hard: { storage: given['storage_limit'] },
      used: { storage: 0 },
    });
    const member = this.#id();
    this.members.set(member, { id: member, project_id: id, entity_name: 'admin', entity_type: 'u', role_id: 1 });
    return { status: 201, headers: { location: `/api/v2.0/projects/${id}` } };
  }

  #inProject(method: string, words: readonly string[], given: Thing, query: Asked['query']): Reply {
    if (words[2] === 'repositories') return artifactReply(this.artifacts, method, words, given);
    const project = Number(words[1]);
    const known = this.projects.get(project);
    if (known === undefined) return notFound(`project ${words[1]}`);
    const within = words[2] === 'webhook' ? words.slice(4) : words.slice(3);
    switch (words[2]) {
      case 'artifacts':
        return paged(artifactsOf(this.artifacts, known['name'] as string, query['q'] ?? ''), query);
      case 'members':
        return this.#membersOf(project, method, within, given, query);
      case 'immutabletagrules':
        return withoutProject(
          this.#collection(this.immutable, method, within, { ...given, project_id: project }, query, project),
        );
      case 'webhook':
        return this.#collection(this.webhooks, method, within, { ...given, project_id: project }, query, project);
      default:
        return notFound(words.join('/'));
    }
  }

  #membersOf(project: number, method: string, within: readonly string[], given: Thing, query: Asked['query']): Reply {
    if (method !== 'POST') return this.#collection(this.members, method, within, given, query, project);
    const group = (given['member_group'] as Thing | undefined)?.['group_name'];
    const known = [...this.members.values()].some(
      (each) => each['project_id'] === project && each['entity_name'] === group,
    );
    if (known) return conflict(`member ${group}`);
    const member = { project_id: project, entity_name: group, entity_type: 'g', role_id: given['role_id'] };
    return this.#collection(this.members, method, within, member, query, project);
  }

  #retentions(method: string, words: readonly string[], given: Thing): Reply {
    const ref = (given['scope'] as Thing | undefined)?.['ref'] as number;
    const project = this.projects.get(ref);
    if (method === 'POST') {
      if (project === undefined) return bad(`invalid Project id ${ref}`);
      const metadata = project['metadata'] as Thing;
      if (metadata['retention_id'] !== undefined) return bad('project already has retention policy');
      const made = this.#collection(this.retentions, method, [], given, {});
      metadata['retention_id'] = `${this.#next - 1}`;
      return made;
    }
    return this.#collection(this.retentions, method, words.slice(1), given, {});
  }

  #robots(method: string, words: readonly string[], given: Thing, query: Asked['query']): Reply {
    if (method === 'PATCH') {
      const id = Number(words[1]);
      const secret = this.#secret();
      this.robotSecrets.set(id, secret);
      return { status: 200, body: { secret } };
    }
    if (method !== 'POST') {
      const there = this.robots.get(Number(words[1]));
      if (method === 'PUT' && there?.['name'] !== given['name']) return bad('cannot update the level or name of robot');
      return this.#collection(this.robots, method, words.slice(1), given, query);
    }
    const name = `robot$${given['name']}`;
    if ([...this.robots.values()].some((each) => each['name'] === name)) return conflict(`robot ${name}`);
    const id = this.#id();
    const secret = this.#secret();
    this.robots.set(id, { ...given, id, name, editable: true, expires_at: -1, creator_type: 'local' });
    this.robotSecrets.set(id, secret);
    return { status: 201, headers: { location: `/api/v2.0/robots/${id}` }, body: { id, name, secret, expires_at: -1 } };
  }

  #registries(method: string, words: readonly string[], given: Thing, query: Asked['query']): Reply {
    const id = Number(words[1]);
    if (method === 'DELETE') {
      const uses = [...this.replications.values()].some((each) => (each['dest_registry'] as Thing)['id'] === id);
      if (uses) return { status: 412, body: { errors: [{ code: 'PRECONDITION', message: 'still used' }] } };
    }
    if (method === 'PUT') {
      const { access_key, access_secret: _, credential_type, ...plain } = given;
      const credential =
        access_key === undefined ? {} : { credential: { type: credential_type, access_key, access_secret: '*****' } };
      return this.#collection(this.registries, method, words.slice(1), { ...plain, ...credential }, query);
    }
    if (method === 'POST') {
      if ([...this.registries.values()].some((each) => each['name'] === given['name'])) return conflict('registry');
      const { credential } = given as { credential?: Thing };
      const shown = credential === undefined ? {} : { credential: { ...credential, access_secret: '*****' } };
      return this.#collection(this.registries, method, [], { ...given, ...shown }, query);
    }
    return this.#collection(this.registries, method, words.slice(1), given, query);
  }

  #replication(method: string, words: readonly string[], given: Thing, query: Asked['query']): Reply {
    const target = (given['dest_registry'] as Thing | undefined)?.['id'] as number;
    if ((method === 'POST' || method === 'PUT') && !this.registries.has(target)) return bad('either src or dest');
    return this.#collection(this.replications, method, words, given, query);
  }

  /** A scan's schedule is refused where nobody scans. */
  #schedule(method: string, what: string, given: Thing): Reply {
    if (what === 'scanAll' && !this.hasScanner)
      return { status: 412, body: { errors: [{ code: 'PRECONDITION', message: 'no default scanner' }] } };
    const there = this.schedules.get(what);
    if (method === 'GET') return { status: 200, body: there ?? {} };
    if (method === 'POST' && there !== undefined) return conflict('schedule');
    const { parameters, schedule } = given;
    const kept =
      what === 'gc'
        ? { schedule, job_parameters: JSON.stringify({ ...(parameters as Thing), time_window: 2 }) }
        : { schedule };
    this.schedules.set(what, kept);
    return { status: method === 'POST' ? 201 : 200 };
  }

  /** What most of Harbor's lists can do. */
  #collection(
    all: Map<number, Thing>,
    method: string,
    words: readonly string[],
    given: Thing,
    query: Asked['query'],
    project?: number,
  ): Reply {
    const id = Number(words[0]);
    if (words.length === 0 && method === 'GET')
      return paged(
        [...all.values()].filter((each) => project === undefined || each['project_id'] === project),
        query,
      );
    if (words.length === 0) {
      const made = this.#id();
      all.set(made, { ...given, id: made });
      return { status: 201, headers: { location: `/api/v2.0/things/${made}` } };
    }
    const there = all.get(id);
    if (there === undefined) return notFound(`${id}`);
    if (method === 'GET') return { status: 200, body: there };
    if (method === 'DELETE') all.delete(id);
    else all.set(id, { ...there, ...given, id });
    return { status: 200 };
  }

  #id(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  #secret(): string {
    return `Made-up-${this.#id()}-${'x'.repeat(20)}`;
  }
}

function paged(all: readonly Thing[], query: Asked['query']): Reply {
  const [page, size] = [Number(query['page'] ?? 1), Math.min(Number(query['page_size'] ?? 10), 100)];
  const body = all.slice((page - 1) * size, page * size);
  return { status: 200, headers: { 'x-total-count': `${all.length}` }, body };
}

function bad(message: string): Reply {
  return { status: 400, body: { errors: [{ code: 'BAD_REQUEST', message }] } };
}

/** Rules of tags do not say whose they are. */
function withoutProject(reply: Reply): Reply {
  if (!Array.isArray(reply.body)) return reply;
  return { ...reply, body: (reply.body as Thing[]).map(({ project_id: _, ...rule }) => rule) };
}

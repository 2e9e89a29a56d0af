import type { HarborProject } from '../../constructs/registry/index.ts';
import { type Change, type Desk, differences, type Section } from './change.ts';
import { HarborError } from './harbor-finding.ts';
import type { Project, Quota } from './harbor-objects.ts';
import type { PlacedProject } from './placed-project.ts';
import { endpointsOf } from './set-endpoints.ts';
import { setImmutable } from './set-immutable.ts';
import { setKeptTags } from './set-kept-tags.ts';
import { setMembers } from './set-members.ts';
import { setRetention } from './set-retention.ts';
import { setWebhooks } from './set-webhooks.ts';

/** Projects with all that belongs to them. No project is ever removed: what is in it belongs to somebody. */
export const setProjects: Section = async function* (desk) {
  const { harbor, settings } = desk;
  const found = new Map((await harbor.list<Project>('/projects')).map((each) => [each.name, each]));
  const quotas = await quotasOf(desk);
  for (const wanted of settings.projects) {
    const there = found.get(wanted.name);
    const made = there === undefined ? newProject(desk, wanted) : undefined;
    if (made !== undefined) yield made.change;
    if (there !== undefined) {
      yield* keepMetadata(desk, wanted, there);
      yield* keepQuota(desk, wanted, quotas.get(there.project_id));
    }
    const id = there?.project_id ?? made?.id();
    // It was tried and refused: nothing can stand in it.
    if (made?.wasTried() === true && id === undefined) continue;
    const place: PlacedProject = { wanted, id, retentionId: numberOf(there?.metadata?.['retention_id']) };
    for (const part of [setMembers, setKeptTags, setRetention, setImmutable, setWebhooks]) yield* part(desk, place);
  }
};

async function quotasOf({ harbor }: Desk): Promise<ReadonlyMap<number | undefined, Quota>> {
  const all = await harbor.list<Quota>('/quotas', { reference: 'project' });
  return new Map(all.map((each) => [each.ref?.id, each]));
}

/** A project that is to be made. Its number is known only when it is. */
interface NewProject {
  readonly change: Change;
  readonly id: () => number | undefined;
  readonly wasTried: () => boolean;
}

function newProject(desk: Desk, wanted: HarborProject): NewProject {
  const { harbor } = desk;
  let [id, wasTried]: [number | undefined, boolean] = [undefined, false];
  const change: Change = {
    kind: 'project',
    name: wanted.name,
    action: 'create',
    fields: [...Object.keys(wanted.metadata), 'quota', ...(wanted.cacheOf === undefined ? [] : ['cache'])],
    apply: async () => {
      wasTried = true;
      const registry = await cacheEndpoint(desk, wanted);
      const body = { project_name: wanted.name, metadata: wanted.metadata, storage_limit: wanted.quotaBytes };
      const answer = await harbor.call({
        method: 'POST',
        path: '/projects',
        body: registry === undefined ? body : { ...body, registry_id: registry },
      });
      id = answer.id ?? (await idOf(desk, wanted.name));
    },
  };
  return { change, id: () => id, wasTried: () => wasTried };
}

/** The number of a project that was just made by a Harbor that does not say it. */
async function idOf({ harbor }: Desk, name: string): Promise<number | undefined> {
  const found = await harbor.list<Project>('/projects', { name });
  return found.find((each) => each.name === name)?.project_id;
}

async function cacheEndpoint(desk: Desk, { cacheOf, name }: HarborProject): Promise<number | undefined> {
  if (cacheOf === undefined) return undefined;
  const endpoint = (await endpointsOf(desk)).get(cacheOf);
  if (endpoint === undefined)
    throw new HarborError('REGISTRY_NOT_FOUND', `project ${name}`, `its endpoint ${cacheOf} could not be made`);
  return endpoint.id;
}

function* keepMetadata({ harbor }: Desk, wanted: HarborProject, there: Project): Generator<Change> {
  const fields = differences(wanted.metadata, there.metadata ?? {});
  if (fields.length === 0) return;
  yield {
    kind: 'project',
    name: wanted.name,
    action: 'update',
    fields,
    apply: async () => {
      await harbor.call({ method: 'PUT', path: `/projects/${there.project_id}`, body: { metadata: wanted.metadata } });
    },
  };
}

function* keepQuota({ harbor }: Desk, { name, quotaBytes }: HarborProject, quota?: Quota): Generator<Change> {
  if (quota === undefined || quota.hard?.storage === quotaBytes) return;
  yield {
    kind: 'quota',
    name,
    action: 'update',
    fields: ['storage'],
    apply: async () => {
      await harbor.call({ method: 'PUT', path: `/quotas/${quota.id}`, body: { hard: { storage: quotaBytes } } });
    },
  };
}

function numberOf(word: string | null | undefined): number | undefined {
  return word !== undefined && word !== null && /^\d+$/.test(word) ? Number(word) : undefined;
}

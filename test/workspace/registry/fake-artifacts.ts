import { conflict, notFound, type Reply, type Thing } from './fake-reply.ts';

/** Something that was pushed. */
export interface PushedArtifact {
  readonly project: string;
  readonly repository: string;
  readonly digest: string;
  readonly type?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly tags: string[];
}

/** Artifacts of a project: those of a type, or with a tag that has these letters. */
export function artifactsOf(all: readonly PushedArtifact[], project: string, wanted: string): readonly Thing[] {
  const [, type] = /^type=(.+)$/.exec(wanted) ?? [];
  const [, letters] = /^tags=~(.+)$/.exec(wanted) ?? [];
  return all
    .filter((each) => each.project === project)
    .filter((each) => type === undefined || (each.type ?? 'IMAGE') === type)
    .filter((each) => letters === undefined || each.tags.some((tag) => tag.includes(letters)))
    .map(shown);
}

/** What a Harbor says of one artifact, and does with its tags. */
export function artifactReply(
  all: readonly PushedArtifact[],
  method: string,
  words: readonly string[],
  given: Thing,
): Reply {
  const [, project, , repository = '', , digest, what, tag] = words;
  const name = decodeURIComponent(decodeURIComponent(repository));
  const inside = all.filter((each) => each.project === project && each.repository === name);
  const there = inside.find((each) => each.digest === digest);
  if (there === undefined) return notFound(`artifact ${project}/${name}@${digest}`);
  if (what === undefined) return { status: 200, body: shown(there) };
  if (method === 'POST') {
    const wanted = given['name'] as string;
    if (inside.some(({ tags }) => tags.includes(wanted))) return conflict(`tag ${wanted}`);
    there.tags.push(wanted);
    return { status: 201 };
  }
  if (!there.tags.includes(tag ?? '')) return notFound(`tag ${tag}`);
  there.tags.splice(there.tags.indexOf(tag ?? ''), 1);
  return { status: 200 };
}

/** An artifact as the API gives it. */
function shown({ annotations = {}, digest, project, repository, tags, type = 'IMAGE' }: PushedArtifact): Thing {
  return {
    digest,
    type,
    repository_name: `${project}/${repository}`,
    annotations,
    tags: tags.map((name) => ({ name })),
  };
}

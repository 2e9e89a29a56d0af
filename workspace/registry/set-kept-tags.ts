import { KEPT_TAGS } from '../../constructs/registry/index.ts';
import type { Change, Desk } from './change.ts';
import { chartImages } from './chart-images.ts';
import { HarborError } from './harbor-finding.ts';
import type { Artifact } from './harbor-objects.ts';
import { type ImageReference, imageReference } from './image-reference.ts';
import { type NamedImage, namedFindings } from './named-image.ts';
import type { PlacedProject } from './placed-project.ts';

/** Longest part of a digest that is in a tag. Unit: characters. */
const SHORT = 16;

/**
 * Tags that keep what charts and releases name by digest: Harbor's cleaning knows tags alone. An image has one for charts
 * and one for releases. That for charts goes with the last chart that names the image; that for releases stays, because
 * releases are never deleted.
 */
export async function* setKeptTags(desk: Desk, { id, wanted }: PlacedProject): AsyncGenerator<Change> {
  if (id === undefined || wanted.cacheOf !== undefined) return;
  const kept = new Set<string>();
  for (const named of [...(await ofCharts(desk, id)), ...ofReleases(desk, wanted.name)]) {
    const { image } = named;
    const found = image.digest === undefined ? undefined : await find(desk, image);
    for (const finding of namedFindings(named, found)) desk.report?.(finding);
    // What lies with another team is that team's: only it says what stays there.
    if (found === undefined || image.project !== wanted.name) continue;
    const tag = `${KEPT_TAGS[named.reason]}${found.digest.slice('sha256:'.length, 'sha256:'.length + SHORT)}`;
    const key = `${image.repository}:${tag}`;
    if (!kept.has(key) && !hasTag(found, tag)) yield tagging(desk, image, tag);
    kept.add(key);
  }
  yield* unneeded(desk, { id, name: wanted.name, kept });
}

async function ofCharts({ harbor, report, settings }: Desk, id: number): Promise<readonly NamedImage[]> {
  const charts = await harbor.list<Artifact>(`/projects/${id}/artifacts`, { q: 'type=CHART' });
  return charts.flatMap((chart): readonly NamedImage[] => {
    const by = `chart ${chart.repository_name}@${chart.digest.slice(0, 'sha256:'.length + SHORT)}`;
    const images = chartImages(chart);
    if (images === undefined)
      report?.({
        code: 'REGISTRY_CHART_IMAGES_UNREADABLE',
        level: 'error',
        at: '(registry)',
        problem: `${by}: its annotation artifacthub.io/images is no list of names and images`,
        fix: 'write it as a YAML list with `image:` in each entry, and push the chart again',
      });
    return (images ?? []).flatMap((text) => {
      const image = ownImage({ settings }, text);
      return image === undefined ? [] : [{ image, by, reason: 'chart' as const, served: true }];
    });
  });
}

function ofReleases(desk: Desk, project: string): readonly NamedImage[] {
  return (desk.released ?? []).flatMap(({ by, served, text }) => {
    const image = ownImage(desk, text);
    return image?.project === project ? [{ image, by, reason: 'release' as const, served }] : [];
  });
}

/** An image of a team's project; copies of the internet's come again when somebody pulls them. */
function ownImage({ settings }: Pick<Desk, 'settings'>, text: string): ImageReference | undefined {
  const image = imageReference(text, settings.hosts);
  const project = settings.projects.find(({ name }) => name === image?.project);
  return project !== undefined && project.cacheOf === undefined ? image : undefined;
}

async function find({ harbor }: Desk, image: ImageReference): Promise<Artifact | undefined> {
  try {
    return (await harbor.call({ method: 'GET', path: `${pathOf(image)}/${image.digest}` })).body as Artifact;
  } catch (error) {
    if (error instanceof HarborError && error.trouble === 'REGISTRY_NOT_FOUND') return undefined;
    throw error;
  }
}

function tagging({ harbor }: Desk, image: ImageReference, tag: string): Change {
  return {
    kind: 'kept tag',
    name: `${image.project}/${image.repository}:${tag}`,
    action: 'create',
    fields: [],
    apply: async () => {
      await harbor.call({ method: 'POST', path: `${pathOf(image)}/${image.digest}/tags`, body: { name: tag } });
    },
  };
}

/** Tags for charts that are not there any more. */
async function* unneeded(
  { harbor }: Desk,
  { id, kept, name }: { readonly id: number; readonly name: string; readonly kept: ReadonlySet<string> },
): AsyncGenerator<Change> {
  const tagged = await harbor.list<Artifact>(`/projects/${id}/artifacts`, { q: `tags=~${KEPT_TAGS.chart}` });
  for (const { digest, repository_name, tags } of tagged) {
    const repository = repository_name.slice(name.length + 1);
    for (const tag of (tags ?? []).map((each) => each.name)) {
      if (!tag.startsWith(KEPT_TAGS.chart) || kept.has(`${repository}:${tag}`)) continue;
      yield {
        kind: 'kept tag',
        name: `${repository_name}:${tag}`,
        action: 'remove',
        fields: [],
        apply: async () => {
          const path = `${pathOf({ project: name, repository })}/${digest}/tags/${tag}`;
          await harbor.call({ method: 'DELETE', path });
        },
      };
    }
  }
}

function hasTag({ tags }: Artifact, name: string): boolean {
  return tags?.some((tag) => tag.name === name) ?? false;
}

/** Harbor wants a repository encoded twice over: one with a slash would be another path. */
function pathOf({ project, repository }: Pick<ImageReference, 'project' | 'repository'>): string {
  const encoded = encodeURIComponent(encodeURIComponent(repository));
  return `/projects/${encodeURIComponent(project)}/repositories/${encoded}/artifacts`;
}

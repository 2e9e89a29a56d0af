import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddOn, Lock, LockedAddOn } from '../../constructs/core/index.ts';
import type { PlatformExtension } from '../../constructs/platform.ts';
import { buildPlatform, renderPlatform } from '../../constructs/render.ts';
import { mirroredImage } from '../../spec/image-mirrors.ts';
import { EVERY_SOURCE } from '../../spec/images.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { imageList, listedBy } from '../image-list.ts';
import { type ChartSource, fetchChart } from './chart-source.ts';
import { imageDigest } from './image-digest.ts';
import { type RenderTools, renderChart } from './render-chart.ts';

/** Charts that are worked on at the same time. */
const CHARTS_AT_ONCE = 3;

/** How a lock is made. */
export interface MakeLockOptions {
  /** Where charts are taken from. */
  readonly charts: ChartSource;
  /** Tools that render them. */
  readonly tools: RenderTools;
  /** Whether registries are asked for digests. */
  readonly digests: 'ask' | 'skip';
  /** Registry that is asked instead of each image’s own; below it each has a folder. @default - each image’s own */
  readonly from?: string;
  /** What a team puts into the platform. @default - nothing */
  readonly extension?: PlatformExtension;
  /** Told before each step. @default - nobody is told */
  readonly onStep?: (step: string) => void;
  /** Ends the work early. @default - it runs to its end */
  readonly signal?: AbortSignal;
}

/** A lock, and what could not be had for it. */
export interface MadeLock {
  /** The lock. */
  readonly lock: Lock;
  /** Components without contents, and why. */
  readonly missingAddOns: readonly { readonly component: string; readonly because: string }[];
  /** Images without a digest, and why. */
  readonly missingDigests: readonly { readonly image: string; readonly because: string }[];
}

/** Finds out what a platform's add-ons really contain. The only work of Plinth that may look outside. */
export async function makeLock(spec: PlatformSpec, options: MakeLockOptions): Promise<MadeLock> {
  const facts = targetFacts(spec);
  const addOns: Record<string, LockedAddOn> = {};
  const missingAddOns: { component: string; because: string }[] = [];
  for (const [name, contents] of await allContents(
    buildPlatform({ ...options.extension, spec, facts }).addOns,
    options,
  )) {
    if (typeof contents === 'string') missingAddOns.push({ component: name, because: contents });
    else addOns[name] = contents;
  }
  const { images, missing } = await digestsOf(spec, { addOns, images: {} }, options);
  return { lock: { addOns, images }, missingAddOns, missingDigests: missing };
}

/** What each add-on contains, in their order: one chart is read while helm renders another. */
async function allContents(addOns: readonly AddOn[], options: MakeLockOptions) {
  const found: [name: string, contents: LockedAddOn | string][] = [];
  const queue = addOns.entries();
  const worker = async () => {
    for (const [index, addOn] of queue) {
      options.onStep?.(`chart ${addOn.component.name} ${addOn.version}`);
      found[index] = [addOn.component.name, await contentsOf(addOn, options)];
    }
  };
  await Promise.all(Array.from({ length: CHARTS_AT_ONCE }, worker));
  return found;
}

async function contentsOf(addOn: AddOn, { charts, tools }: MakeLockOptions): Promise<LockedAddOn | string> {
  const work = await mkdtemp(join(tmpdir(), 'plinth-lock-'));
  try {
    const chart = await fetchChart(addOn, charts, tools.helm, work);
    return chart.kind === 'missing' ? chart.because : await renderChart(addOn, chart, tools);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function digestsOf(
  spec: PlatformSpec,
  lock: Lock,
  { digests, extension, from, onStep, signal }: MakeLockOptions,
) {
  const { manifests, platform } = renderPlatform({ ...extension, spec, facts: targetFacts(spec), lock });
  const names = imageList(platform, manifests, lock, listedBy(spec)).map(({ image }) => image);
  const images: Record<string, string> = {};
  const missing: { image: string; because: string }[] = [];
  if (digests === 'ask') onStep?.(`digests of ${names.length} images`);
  const answers = await Promise.all(
    names.map((name) =>
      digests === 'ask'
        ? imageDigest(from === undefined ? name : mirroredImage(name, [{ source: EVERY_SOURCE, mirror: from }]), signal)
        : { because: 'not asked for' },
    ),
  );
  for (const [index, answer] of answers.entries()) {
    const image = names[index] as string;
    if ('digest' in answer) images[image] = answer.digest;
    else missing.push({ image, because: answer.because });
  }
  return { images, missing };
}

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Finding } from '../../spec/finding.ts';
import { conformance, conformanceYaml } from '../conformance/conformance.ts';
import { digestOf } from '../digest.ts';
import type { DrawnPlatform } from '../drawn-platform.ts';
import { type ChartSource, fetchChart } from '../lock/chart-source.ts';
import { lockFolderOf, writeLock } from '../lock/lock-folder.ts';
import { folderDigest } from '../lock/render-chart.ts';
import { billOfMaterials } from '../sbom/bill-of-materials.ts';
import { Scene } from '../score/scene.ts';
import { bundleError, bundleFinding } from './bundle-error.ts';
import type { BundleEntry, BundleImage } from './bundle-index.ts';
import { licenceList } from './licence-list.ts';
import { carriedModels } from './models/wanted-models.ts';

/** Folders of a bundle beside its images. */
export const BUNDLE_FOLDERS = {
  manifests: 'manifests',
  charts: 'charts',
  spec: 'spec',
  papers: 'papers',
  tool: 'tool',
} as const;
/** Folder of the manifests that Zarf takes. */
export const ZARF_FOLDER = 'zarf';

/** What is written of a platform, besides its images. */
export interface BundleFilesProps {
  /** What the bundle carries already: its licences are listed. */
  readonly images: readonly BundleImage[];
  /** The bundle. */
  readonly folder: string;
  /** Spec file. */
  readonly file: string;
  readonly drawn: DrawnPlatform;
  /** The committed folder with releases. @default - nothing is released */
  readonly releases?: string;
}

/** Writes manifests, spec, lock and papers; all of them are small and written anew each time. */
export async function writePlatformFiles({ drawn, file, folder, images, releases }: BundleFilesProps): Promise<void> {
  const { manifests, papers, spec } = BUNDLE_FOLDERS;
  await Promise.all([manifests, papers, spec].map((each) => rm(join(folder, each), { recursive: true, force: true })));
  for (const [path, text] of [...drawn.folder.seeds, ...drawn.folder.files])
    await writeText(join(folder, manifests, path), text);
  if (releases !== undefined)
    await cp(join(releases, 'releases'), join(folder, manifests, 'releases'), { recursive: true });
  // A program keeps its name: a lock lies beside either.
  const copy = join(folder, spec, /\.ya?ml$/.test(file) ? 'platform.yaml' : basename(file));
  await cp(file, copy).catch((error: Error) => {
    throw bundleError('BUNDLE_SPEC_NOT_COPIED', file, {
      problem: `the spec cannot go along: ${error.message}`,
      fix: 'name the file of one platform',
    });
  });
  if (drawn.lock !== undefined) await writeLock(lockFolderOf(copy), drawn.lock);
  const { lock, platform } = drawn;
  const licences = await licenceList({ folder, platform, images, models: carriedModels(lock) });
  for (const [name, text] of [...papersOf(drawn), ['licences.json', licences] as const])
    await writeText(join(folder, papers, name), text);
}

/** Bill of materials and checklist: to be read where nothing can be looked up. */
function papersOf({ facts, findings, folder, lock, platform, spec }: DrawnPlatform): ReadonlyMap<string, string> {
  const { manifests } = folder;
  const scene = new Scene({ facts, findings, lock, manifests, platform, spec });
  return new Map([
    ['sbom.cdx.json', billOfMaterials({ spec, platform, manifests, lock })],
    ['conformance.yaml', conformanceYaml(conformance(scene), scene)],
  ]);
}

/** Where charts come from. */
export interface BundleChartsProps extends Pick<BundleFilesProps, 'drawn' | 'folder'> {
  readonly charts: ChartSource;
  /** Path of helm. */
  readonly helm: string;
}

/**
 * Puts the chart of each add-on into the bundle, as `plinth lock --charts` reads them: with other values a lock is made anew on the
 * closed side too. A chart must be the one that the lock was made from.
 *
 * @returns what could not be had
 */
export async function writeCharts({ charts, drawn, folder, helm }: BundleChartsProps): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const addOn of drawn.platform.addOns) {
    const { name } = addOn.component;
    const into = join(folder, BUNDLE_FOLDERS.charts, name);
    const wanted = addOn.locked?.digest;
    if (wanted !== undefined && (await folderDigest(into).catch(() => undefined)) === wanted) continue;
    const work = await mkdtemp(join(tmpdir(), 'plinth-bundle-'));
    try {
      const chart = await fetchChart(addOn, charts, helm, work);
      if (chart.kind === 'missing') found.push(chartFinding('BUNDLE_CHART_MISSING', name, chart.because));
      else if ((await folderDigest(chart.folder)) !== wanted)
        found.push(
          chartFinding('BUNDLE_CHART_CHANGED', name, `it is not the chart that the lock was made from (${wanted})`),
        );
      else {
        await rm(into, { recursive: true, force: true });
        await cp(chart.folder, into, { recursive: true });
      }
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  return found;
}

function chartFinding(code: `BUNDLE_${Uppercase<string>}`, name: string, problem: string): Finding {
  return bundleFinding(code, `(charts) ${name}`, {
    problem,
    fix: 'give the charts that the lock was made from with --charts, or run `plinth lock` anew; --no-charts leaves all of them out',
  });
}

/** Every file of a bundle below some folders, with digest and size. */
export async function entriesOf(folder: string, below: readonly string[]): Promise<readonly BundleEntry[]> {
  const found: BundleEntry[] = [];
  for (const each of below) {
    const entries = await readdir(join(folder, each), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      found.push({ path: relative(folder, path).split(sep).join('/'), digest: digestOf(bytes), size: bytes.length });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Writes a file, and the folders above it. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawPlatform } from '../../workspace/drawn-platform.ts';
import { CHECKOV_ACCEPTED, KUBE_SCORE_ACCEPTED } from './scanners/accepted.ts';
import { SCHEMA_LOCATION, writeSchemas } from './scanners/kubeconform-schemas.ts';
import { checkov, kubeconform, kubeScore } from './scanners/scan.ts';
import type { AcceptedFinding, ScannerFinding } from './scanners/scanner-finding.ts';
import { type ScannerPrograms, scannerPrograms } from './scanners/scanner-programs.ts';
import { definitions, uncheckedKinds } from './stand-in-crds.ts';

const home = await mkdtemp(join(tmpdir(), 'plinth-scanners-'));
const EXAMPLES = globSync('examples/*/platform.yaml')
  .map((file) => basename(dirname(file)))
  .sort();

/** An example as files. */
interface Rendered {
  /** Its manifests, without lists of files. */
  readonly files: readonly string[];
  /** Kinds of the objects in them, one for each. */
  readonly kinds: readonly string[];
}

const rendered = new Map<string, Rendered>();
const used = new Set<AcceptedFinding>();
/** Rooms that some example has. */
const rooms = new Set<string>();
let programs: ScannerPrograms;

beforeAll(async () => {
  programs = await scannerPrograms();
  await writeSchemas(join(home, 'schemas'), await definitions());
  for (const example of EXAMPLES) rendered.set(example, await render(example));
}, 1_800_000);
afterAll(() => rm(home, { recursive: true }));

describe.each(EXAMPLES)('of the rendered example %s', (example) => {
  const seen = () => rendered.get(example) ?? { files: [], kinds: [] };

  test('kubeconform refuses nothing, with every field checked', async () => {
    const unchecked = uncheckedKinds();
    const { resources, summary } = await kubeconform(programs, join(home, 'schemas', SCHEMA_LOCATION), seen().files);
    const wrong = resources.filter(({ kind }) => !unchecked.includes(kind));
    expect(wrong.map(({ kind, msg, name }) => `${kind} ${name}: ${msg}`)).toEqual([]);
    const checked = seen().kinds.filter((kind) => !unchecked.includes(kind));
    expect([summary.skipped, summary.valid]).toEqual([0, checked.length]);
  });

  test('kube-score says nothing that is not listed with its reason', async () => {
    const found = await kubeScore(programs, seen().files);
    expect(unexplained(found, KUBE_SCORE_ACCEPTED)).toEqual([]);
  });

  test('checkov says nothing that is not listed with its reason', async ({ skip }) => {
    const found = await checkov(programs, join(home, example));
    if (found === undefined) return skip();
    expect(unexplained(found.findings, CHECKOV_ACCEPTED)).toEqual([]);
    expect([found.unread, found.passed > 0]).toEqual([0, true]);
  });
});

test('no reason is left over', () => {
  const all = [...KUBE_SCORE_ACCEPTED, ...(programs.python === undefined ? [] : CHECKOV_ACCEPTED)];
  const left = all.filter((each) => !used.has(each) && (each.room === undefined || rooms.has(each.room)));
  expect(left.map(({ check, of }) => `${check} of ${of}`)).toEqual([]);
});

test('a scanner is really asked: a pod that does everything wrong is named by each of them', async () => {
  const folder = join(home, 'wrong');
  await mkdir(folder);
  const file = join(folder, 'pod.yaml');
  await writeFile(
    file,
    'apiVersion: v1\nkind: Pod\nmetadata: { name: wrong, namespace: x }\nspec: { replicas: 2, containers: [{ name: a, image: busybox, securityContext: { privileged: true } }] }\n',
  );
  const { resources } = await kubeconform(programs, join(home, 'schemas', SCHEMA_LOCATION), [file]);
  expect(resources[0]?.msg).toContain('replicas');
  expect((await kubeScore(programs, [file])).map(({ check }) => check)).toContain('container-image-tag');
  const told = await checkov(programs, folder);
  if (told !== undefined) expect(told.findings.map(({ check }) => check)).toContain('CKV_K8S_16');
});

function unexplained(found: readonly ScannerFinding[], accepted: readonly AcceptedFinding[]): string[] {
  return found.flatMap(({ check, object, says }) => {
    const reasons = accepted.filter((each) => each.check === check && each.of.test(object));
    for (const each of reasons) used.add(each);
    return reasons.length > 0 ? [] : [`${check} of ${object}: ${says}`];
  });
}

/** Writes the manifests of an example, as `synth` would. */
async function render(example: string): Promise<Rendered> {
  const { folder } = await drawPlatform(`examples/${example}/platform.yaml`);
  const manifests = [...folder.files].filter(
    ([path]) => /^\d\d-.*\.yaml$/.test(path) && !path.endsWith('kustomization.yaml'),
  );
  for (const [path, text] of manifests) {
    await mkdir(dirname(join(home, example, path)), { recursive: true });
    await writeFile(join(home, example, path), text);
  }
  for (const { room } of folder.manifests) rooms.add(room);
  return {
    files: manifests.map(([path]) => join(home, example, path)),
    kinds: folder.manifests.map(({ object }) => object.kind),
  };
}

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderPlatform } from '../../constructs/render.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { TARGET_KINDS } from '../../spec/target.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { loadPlatform } from '../../workspace/platform-file.ts';
import { billOfMaterials } from '../../workspace/sbom/bill-of-materials.ts';
import { CHART_EXCEPTIONS } from '../../workspace/score/chart-exceptions.ts';
import { readReasons } from '../../workspace/score/given-reasons.ts';
import { Scene } from '../../workspace/score/scene.ts';
import { type ScoreLine, scorePlatform } from '../../workspace/score/score.ts';
import { pythonPrograms } from './python-programs.ts';

/** Rules that ask for what cannot be had offline: charts that no Go module carries, and digests of images. */
const OFFLINE = ['OPERABILITY_LOCKED', 'SECURITY_IMAGE_DIGEST'];

const lines = new Map<string, readonly ScoreLine[]>();
const bills = new Map<string, string>();

beforeAll(() => buildEngines(['tools']), 1_800_000);

describe.each(TARGET_KINDS)('the example %s with a lock of what Go modules carry', (target) => {
  beforeAll(async () => {
    const file = `examples/${target}/platform.yaml`;
    const { findings, spec } = await loadPlatform(file);
    const tools = await renderTools(spec.target.kubernetes);
    const { lock } = await makeLock(spec, { charts: { kind: 'modules' }, digests: 'skip', tools });
    const facts = targetFacts(spec);
    const { manifests, platform } = renderPlatform({ spec, facts, lock });
    const scene = new Scene({ spec, facts, platform, manifests, lock, findings });
    lines.set(target, scorePlatform(scene, { reasons: await readReasons(file) }).lines);
    bills.set(target, billOfMaterials({ spec, platform, manifests, lock }));
  });

  test('has nothing unexplained, the objects of the charts included', () => {
    const own = lines.get(target) ?? [];
    expect(own.some(({ component }) => component !== undefined)).toBe(true);
    const failed = own.filter(({ rule, state }) => state === 'failed' && !OFFLINE.includes(rule));
    expect(failed.map(({ at, field, problem, rule }) => `${rule} ${at} ${field ?? ''}: ${problem}`)).toEqual([]);
  });
});

test('no reason about a chart is left over', () => {
  const given = new Set([...lines.values()].flat().map(({ because, rule }) => `${rule} ${because}`));
  const unused = CHART_EXCEPTIONS.filter(({ because, rule }) => !given.has(`${rule} ${because}`));
  expect(unused.map(({ components, rule }) => `${rule} of ${components?.join()}`)).toEqual([]);
});

describe('the bills of materials', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-bills-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  // Checkov brings the validator along; one environment serves both tests.
  const python = pythonPrograms('checkov==3.3.30');
  test.skipIf(python === undefined)('are valid by the schema of CycloneDX 1.6', async () => {
    const program = join(folder, 'validate.py');
    await writeFile(program, VALIDATE);
    const schemas = 'node_modules/@cyclonedx/cyclonedx-library/res/schema';
    for (const [target, text] of bills) {
      const file = join(folder, `${target}.json`);
      await writeFile(file, text);
      const said = execFileSync(join(python ?? '', 'python'), [program, schemas, file], { encoding: 'utf8' });
      expect([target, said]).toEqual([target, '']);
    }
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"x"}]}');
    expect(execFileSync(join(python ?? '', 'python'), [program, schemas, wrong], { encoding: 'utf8' })).toContain(
      'type',
    );
  });
});

/** Prints what a JSON Schema of the library says against a file. */
const VALIDATE = `
import json, os, sys
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

def load(name):
    with open(os.path.join(sys.argv[1], name)) as file:
        return json.load(file)

registry = Registry(retrieve=lambda uri: Resource.from_contents(load(uri.split("/")[-1]), default_specification=DRAFT7))
with open(sys.argv[2]) as file:
    bill = json.load(file)
for error in Draft7Validator(load("bom-1.6.SNAPSHOT.schema.json"), registry=registry).iter_errors(bill):
    print(error.json_path, error.message[:200])
`;

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { PlatformInput } from '../../spec/platform.ts';
import { examinePlatform } from '../../workspace/examine-platform.ts';
import { samplePlatform } from '../sample.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plinth-examine-'));
});
afterEach(() => rm(home, { recursive: true }));

async function examine(change: Partial<PlatformInput>) {
  const file = join(home, 'platform.yaml');
  await writeFile(file, stringify(samplePlatform(change)));
  return examinePlatform(file);
}

describe('examinePlatform', () => {
  test('finds what overrides have wrong, with the line', async () => {
    const { findings, spec } = await examine({
      overrides: [
        { kind: 'ClusterQueue', name: 'nobody', because: 'a test', patch: [{ op: 'remove', path: '/spec/cohort' }] },
      ],
    });
    expect(spec).toBeUndefined();
    const [finding] = findings.filter(({ level }) => level === 'error');
    expect(finding?.code).toBe('OVERRIDE_TARGET_UNKNOWN');
    expect(finding?.place?.line).toBeGreaterThan(1);
  });

  test('warns of a lock that synth would ask for', async () => {
    const { findings, spec } = await examine({ delivery: { kind: 'plain' } });
    expect(spec?.metadata.name).toBe('lab');
    expect(findings).toContainEqual(expect.objectContaining({ code: 'LOCK_MISSING', level: 'warning' }));
  });
});

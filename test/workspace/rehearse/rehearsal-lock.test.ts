import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Lock, LockedAddOn } from '../../../constructs/core/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { lockFolderOf, writeLock } from '../../../workspace/lock/lock-folder.ts';
import { makeLock } from '../../../workspace/lock/make-lock.ts';
import { rehearsalLock } from '../../../workspace/rehearse/rehearsal-lock.ts';
import { samplePlatform } from '../../sample.ts';

// Another file of tests may have read these before, with what is mocked here.
vi.hoisted(() => vi.resetModules());

vi.mock('../../../workspace/lock/make-lock.ts', () => ({ makeLock: vi.fn() }));
vi.mock('../../../workspace/lock/render-tools.ts', () => ({ renderTools: vi.fn() }));

const { spec } = parsePlatform(samplePlatform());

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-rehearsal-lock-'));
  file = join(home, 'platform.yaml');
});
afterEach(() => {
  rmSync(home, { recursive: true });
  vi.mocked(makeLock).mockReset();
});

function addOn(component: string, version: string): LockedAddOn {
  return {
    component,
    version,
    source: 'test',
    sha256: '',
    images: [],
    crds: [],
    objects: [],
  } as unknown as LockedAddOn;
}

function lockOf(version: string, components: readonly string[], images: Lock['images'] = {}): Lock {
  return { addOns: Object.fromEntries(components.map((name) => [name, addOn(name, version)])), images };
}

async function versionsOf(own: Lock | undefined, carried: Lock) {
  if (own !== undefined) await writeLock(lockFolderOf(file), own);
  vi.mocked(makeLock).mockResolvedValue({ lock: carried } as Awaited<ReturnType<typeof makeLock>>);
  const { addOns, images } = await rehearsalLock({ file, spec, onStep: () => undefined });
  return { versions: Object.fromEntries(Object.values(addOns).map((each) => [each.component, each.version])), images };
}

describe('What add-ons contain in a rehearsal', () => {
  test('is what the engines’ modules carry, so that objects and programs agree, and for the rest the user’s lock', async () => {
    const own = lockOf('theirs', ['kueue', 'katib']);
    const { versions } = await versionsOf(own, lockOf('ours', ['kueue', 'jobset']));
    expect(versions).toEqual({ kueue: 'ours', jobset: 'ours', katib: 'theirs' });
  });

  test('are the images of both, with the modules’ first', async () => {
    const own = lockOf('theirs', [], { a: 'sha256:1', b: 'sha256:2' });
    const { images } = await versionsOf(own, lockOf('ours', [], { b: 'sha256:3' }));
    expect(images).toEqual({ a: 'sha256:1', b: 'sha256:3' });
  });

  test('is what the modules carry alone where there is no lock', async () => {
    expect((await versionsOf(undefined, lockOf('ours', ['kueue']))).versions).toEqual({ kueue: 'ours' });
  });

  test('comes from modules only: nothing is downloaded, no digest is asked for', async () => {
    await versionsOf(undefined, lockOf('ours', []));
    expect(vi.mocked(makeLock).mock.calls[0]?.[1]).toMatchObject({ charts: { kind: 'modules' }, digests: 'skip' });
  });

  test('is not looked for where the user’s lock cannot be read', async () => {
    mkdirSync(lockFolderOf(file));
    writeFileSync(join(lockFolderOf(file), 'lock.json'), '{');
    await expect(rehearsalLock({ file, spec, onStep: () => undefined })).rejects.toMatchObject({
      findings: [{ code: 'LOCK_UNREADABLE' }],
    });
    expect(makeLock).not.toHaveBeenCalled();
  });
});

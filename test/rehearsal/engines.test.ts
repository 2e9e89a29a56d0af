import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildEngines, EngineError, engineBinary, engineFile, engineGroups, engines } from '../../rehearsal/engines.ts';
import { compareReleases, findGo } from '../../rehearsal/go-toolchain.ts';
import { PlatformError } from '../../spec/finding.ts';
import { plinth } from '../cli/run-plinth.ts';

describe('The engines', () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'plinth-test-'));
    vi.stubEnv('XDG_CACHE_HOME', cache);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(cache, { recursive: true });
  });

  test('take their versions from go.mod', () => {
    for (const { name, version, go } of engines()) {
      expect(version, name).toMatch(/^v\d+\.\d+\.\d+$/);
      expect(go, name).toMatch(/^1\.\d+/);
    }
  });

  test('of one Kubernetes release have one version', () => {
    const kubernetes = engines().filter(({ module }) => module === 'k8s.io/kubernetes');
    expect(kubernetes.map(({ name }) => name)).toContain('kubectl');
    expect(new Set(kubernetes.map(({ version }) => version)).size).toBe(1);
  });

  test('are kept outside of the clone, each in a place of its own', () => {
    const files = engines().map(engineFile);
    for (const file of files) expect(file.startsWith(join(cache, 'plinth', 'engines'))).toBe(true);
    expect(new Set(files).size).toBe(files.length);
  });

  test('move when what they are built from changes', () => {
    const [etcd] = engines();
    if (etcd === undefined) throw new Error('no engine');
    expect(engineFile({ ...etcd, main: 'go.etcd.io/other' })).not.toBe(engineFile(etcd));
    expect(engineFile({ ...etcd, changes: [{ file: 'a.go', from: 'a', to: 'b' }] })).not.toBe(engineFile(etcd));
  });

  test('move when the sources of their own wrapper change', () => {
    const [etcd] = engines();
    if (etcd === undefined) throw new Error('no engine');
    const folder = mkdtempSync(join(cache, 'wrapper-'));
    for (const file of ['go.mod', 'go.sum', 'main.go']) writeFileSync(join(folder, file), file);
    const before = engineFile({ ...etcd, folder });
    writeFileSync(join(folder, 'main.go'), 'package other');
    expect(engineFile({ ...etcd, folder })).not.toBe(before);
  });

  test('say which command builds them when they are missing', () => {
    expect(() => engineBinary('kueue')).toThrow(EngineError);
    expect(() => engineBinary('kueue')).toThrow(/has not been built on this machine; run `plinth engines build batch`/);
  });

  test('are not built without a compiler, and the message says how to get one', async () => {
    vi.stubEnv('PLINTH_GO', '/nowhere/go');
    const failure = await buildEngines(['core']).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toBeInstanceOf(PlatformError);
    const [finding] = (failure as EngineError).findings;
    expect(finding).toMatchObject({ code: 'ENGINE_GO_MISSING', level: 'error', at: '(engines)' });
    expect(finding?.fix).toContain('python3 -m pip install --target');
  });

  test('that cannot be built are findings on the command line, with exit code 2', () => {
    const env = { XDG_CACHE_HOME: cache, PLINTH_GO: '/nowhere/go' };
    const { code, stderr } = plinth(['engines', 'build', 'core'], { env });
    expect(stderr).toMatch(/^\(engines\) {2}error {2}ENGINE_GO_MISSING\n {2}no Go compiler was found.*\n {2}fix: /m);
    expect(code).toBe(2);
    const { findings } = JSON.parse(plinth(['engines', 'build', 'core', '--json'], { env }).stdout) as {
      findings: { code: string }[];
    };
    expect(findings.map((each) => each.code)).toEqual(['ENGINE_GO_MISSING']);
  });

  test('are named by groups; the nearest right word is told', () => {
    expect(engineGroups(['tools', 'core'])).toEqual(['core', 'tools']);
    const { code, stderr } = plinth(['engines', 'build', 'tool']);
    expect(stderr).toContain('ENGINE_GROUP_UNKNOWN');
    expect(stderr).toContain('fix: write tools');
    expect(code).toBe(2);
  });
});

describe('A Go release', () => {
  test.each([
    ['1.26.8', '1.26.9', -1],
    ['1.27', '1.27.0', 0],
    ['1.100.0', '1.27.3', 1],
    ['2.0', '1.99.9', 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareReleases(a, b))).toBe(sign);
  });

  test('that does not exist yet cannot be found', async () => {
    await expect(findGo('99.0')).rejects.toThrow(/ENGINE_GO_(OLD|MISSING)/);
  });
});

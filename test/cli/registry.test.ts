import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FakeHarbor } from '../workspace/registry/fake-harbor.ts';
import { sampleSettings } from '../workspace/registry/registry-sample.ts';
import { hex, ReleaseHome } from '../workspace/release/release-sample.ts';

const BIN = fileURLToPath(new URL('../../bin/plinth.js', import.meta.url));

let folder: string;
let harbor: FakeHarbor;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-cli-registry-'));
  // A kubectl of ours: a folder in the place of a cluster.
  const script = `#!/bin/sh
case "$*" in
*get*) for word in "$@"; do case "$last" in secret) name=$word ;; --namespace) space=$word ;; esac; last=$word; done
  cat "${folder}/$space.$name.json" 2>/dev/null || true ;;
*) cat > "${folder}/given"; name=$(sed 's/.*"name":"\\([^"]*\\)".*/\\1/' "${folder}/given"); space=$(sed 's/.*"namespace":"\\([^"]*\\)".*/\\1/' "${folder}/given")
  mv "${folder}/given" "${folder}/$space.$name.json" ;;
esac
`;
  await writeFile(join(folder, 'kubectl'), script, { mode: 0o755 });
  await writeFile(join(folder, 'admin'), 'S3cret-of-admin\n');
  await writeFile(
    join(folder, 'settings.json'),
    JSON.stringify(
      sampleSettings({ endpoints: [], replications: [], projects: sampleSettings().projects.slice(0, 1) }),
    ),
  );
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  harbor = new FakeHarbor();
  harbor.state.hasScanner = true;
  url = await harbor.start();
});
afterEach(() => harbor.stop());

/** Runs the program beside the fake; `plinth()` of the other tests would stop it. */
function registry(...words: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [BIN, 'registry', ...words], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}`, NO_COLOR: undefined, FORCE_COLOR: undefined },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}

const common = () => [join(folder, 'settings.json'), '--url', url, '--robot-file', join(folder, 'admin')];

describe('plinth registry', () => {
  test('plans, applies, and then has nothing to do', async () => {
    const plan = await registry('plan', ...common(), '--without-cluster');
    expect(plan).toMatchObject({ code: 1 });
    expect(plan.stdout).toContain('+ project vision');
    expect(plan.stderr).toContain('next: plinth registry apply');
    expect(harbor.writes).toEqual([]);

    const apply = await registry('apply', ...common());
    expect(apply).toMatchObject({ code: 0 });
    expect(apply.stderr).toContain('… + robot vision-pull');
    for (const secret of [...harbor.state.robotSecrets.values(), harbor.state.adminSecret])
      expect(apply.stdout + apply.stderr).not.toContain(secret);

    const again = await registry('apply', ...common(), '--json');
    expect([again.code, JSON.parse(again.stdout)]).toEqual([0, { mode: 'apply', changes: [], findings: [] }]);
    expect((await registry('plan', ...common())).stderr).toContain('no change');
  });

  test('keeps what releases of a Git folder name', async () => {
    const home = new ReleaseHome();
    await home.release('first');
    const model = { project: 'vision', repository: 'defects', digest: `sha256:${hex('first')}`, tags: [] as string[] };
    harbor.state.artifacts.push(model);
    expect(await registry('apply', ...common(), '--out', home.folder)).toMatchObject({ code: 0 });
    expect(model.tags).toEqual([`plinth-release-${hex('first').slice(0, 16)}`]);
    home.remove();
  });

  test('says what is wrong, and that it could not run', async () => {
    harbor.disturb = () => ({ status: 200, html: '<html>Sign in</html>' });
    const answer = await registry('plan', ...common(), '--without-cluster');
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toContain('REGISTRY_NOT_HARBOR');
  });

  test('sends no credentials in plain text over a network', async () => {
    const answer = await registry(
      'plan',
      join(folder, 'settings.json'),
      '--url',
      'http://registry.example.org',
      '--robot-file',
      join(folder, 'admin'),
    );
    expect(answer).toMatchObject({ code: 1 });
    expect(answer.stderr).toContain('REGISTRY_URL_INVALID');
  });

  test('wants a platform with a registry', async () => {
    const answer = await registry(
      'plan',
      'examples/aws/platform.yaml',
      '--url',
      url,
      '--robot-file',
      join(folder, 'admin'),
    );
    // The examples may have one one day: then the fake differs from it.
    expect(answer.code).toBe(1);
  });
});

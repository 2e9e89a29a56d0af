import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { exampleFolder, runLine, storyBlocks, writePlinth } from '../example-story.ts';
import { answers } from './answers.ts';
import { mlflowPrograms } from './mlflow-server.ts';
import { registryServer } from './registry-server.ts';

const python = mlflowPrograms();
const EXAMPLE = exampleFolder('model-release');
const [story = []] = storyBlocks('model-release');

describe.runIf(python)('the story of examples/model-release, word for word', () => {
  const home = mkdtempSync(join(tmpdir(), 'plinth-story-'));
  /** What servers keep; the folder of the story is a Git repository. */
  const stores = mkdtempSync(join(tmpdir(), 'plinth-stores-'));
  const stops: (() => void)[] = [];
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    await buildEngines(['tools']);
    const [registry = 0, mlflow = 0] = await freePorts(2);
    for (const name of ['platform.yaml', 'train.py', 'package.py', 'pipeline.sh'])
      copyFileSync(join(EXAMPLE, name), join(home, name));
    env = environment(registry, mlflow);
    serve(...registryServer(stores, 'registry', `127.0.0.1:${registry}`));
    serve(
      join(python ?? '', 'mlflow'),
      'server',
      '--host',
      '127.0.0.1',
      '--port',
      `${mlflow}`,
      '--backend-store-uri',
      `sqlite:///${stores}/mlflow.db`,
      '--artifacts-destination',
      join(stores, 'artifacts'),
    );
    await Promise.all([answers(`http://localhost:${registry}/v2/`), answers(`http://127.0.0.1:${mlflow}/health`, 120)]);
    sh('git init -q && git config user.name a && git config user.email a@example.org');
  }, 900_000);
  afterAll(() => {
    for (const stop of stops) stop();
    for (const folder of [home, stores]) rmSync(folder, { recursive: true, force: true });
  });

  test.each(story)('$line', ({ line }) => {
    const { code, text } = sh(line);
    expect(code, text).toBe(0);
    if (line.startsWith('cosign generate')) trustOwnKey();
    if (line.includes('release show'))
      for (const word of ['accuracy >= 0.9', 'valid: key of botany-ci', 'release 2']) expect(text).toContain(word);
    if (line.includes('release replay')) expect(text).toContain('name: flowers-r2-replay');
  });

  test('cosign itself agrees about what was signed, and refuses another key', () => {
    const model = /uri: oci:\/\/(\S+)/.exec(
      readFileSync(join(home, 'clusters/prod/releases/botany/flowers/0001.yaml'), 'utf8'),
    )?.[1];
    const verify = `cosign verify --insecure-ignore-tlog ${env.COSIGN_FLAGS} ${model}`;
    expect(sh(`${verify} --key cosign.pub`).code).toBe(0);
    sh('cosign generate-key-pair --output-key-prefix other');
    expect(sh(`${verify} --key other.pub`).code).not.toBe(0);
  });

  test('reverting the commit of the last promotion gives what rollback gave', () => {
    const before = sh('git rev-parse HEAD:clusters/prod/releases').text;
    // From the last promotion (full weight) and the canary before it.
    expect(sh('git switch -q -c revert HEAD~1 && git revert --no-edit HEAD HEAD~1').code).toBe(0);
    // Release 2 itself came with the commit of the canary: only its file and the head are to differ.
    const left = sh(
      'git diff --name-only HEAD master -- clusters/prod/releases || git diff --name-only HEAD main -- clusters/prod/releases',
    ).text;
    expect(before).not.toBe('');
    expect(
      left
        .split('\n')
        .filter((path) => path !== '')
        .every((path) => /(0002|head)\.yaml$/.test(path)),
    ).toBe(true);
  });

  test('a model below its gate, of a tampered file, and with the wrong key is refused, and nothing is written', () => {
    sh('git switch -q -');
    const before = sh('git status --porcelain').text;
    expect(sh('sh pipeline.sh platform.yaml clusters/prod cosign.key 0.0001')).toMatchObject({
      code: 1,
      text: expect.stringContaining('RELEASE_GATE_FAILED'),
    });
    expect(sh('sh pipeline.sh platform.yaml clusters/prod other.key 3')).toMatchObject({
      code: 1,
      text: expect.stringContaining('RELEASE_SIGNATURE_INVALID'),
    });
    expect(sh('git status --porcelain').text).toBe(before);
    const file = join(home, 'clusters/prod/releases/botany/flowers/0001.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/bytes: (\d)/, 'bytes: 9$1'));
    for (const verb of [
      'release verify platform.yaml --out clusters/prod',
      'synth platform.yaml --out clusters/prod --check',
    ])
      expect(sh(`plinth ${verb}`)).toMatchObject({ code: 1, text: expect.stringContaining('RELEASE_REWRITTEN') });
  });

  function sh(line: string) {
    return runLine(line, { cwd: home, env });
  }

  /** What a reader does by hand: the content of cosign.pub in the place of the key. */
  function trustOwnKey(): void {
    const file = join(home, 'platform.yaml');
    const key = readFileSync(join(home, 'cosign.pub'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => `        ${line}`)
      .join('\n');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/ {8}-----BEGIN[\s\S]*-----END PUBLIC KEY-----/, key));
  }

  function environment(registry: number, mlflow: number): NodeJS.ProcessEnv {
    const bin = join(home, 'bin');
    writePlinth(bin);
    const path = [bin, python, dirname(engineBinary('cosign')), process.env.PATH].join(delimiter);
    return {
      PATH: path,
      HOME: home,
      COSIGN_PASSWORD: 'story',
      COSIGN_FLAGS: '--allow-insecure-registry --allow-http-registry',
      REGISTRY: `localhost:${registry}`,
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${mlflow}`,
      RUNTIME: `docker.io/example/sklearn@sha256:${'5b1c'.repeat(16)}`,
      COMMIT: '2f7a1c0d9b3e4f5a6b7c8d9e0f1a2b3c4d5e6f70',
      CREATED: '2026-11-21T10:00:00Z',
      AUTHOR: 'ada@example.org',
    };
  }

  function serve(program: string, ...args: readonly string[]): void {
    const child = spawn(program, args, { cwd: stores, env, stdio: 'ignore', detached: true });
    stops.push(() => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM'));
  }
});

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { buildEngines, engines } from '../../rehearsal/engines.ts';
import { findGo } from '../../rehearsal/go-toolchain.ts';
import type { RehearsalReport } from '../../rehearsal/report/index.ts';
import { subjectOf } from '../../workspace/platform-subject.ts';

/** What a run of the program gave. */
interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variable by which the engines of these rehearsals are told from those of tests beside them. */
const MARK = 'PLINTH_TEST_FOLDER';

let folder: string;
beforeAll(async () => {
  await buildEngines(['core', 'tools', 'batch']);
  folder = await mkdtemp(join(tmpdir(), 'plinth-rehearse-test-'));
}, 3_600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `plinth` as a user does. @param onTalk - sees everything that it says so far, and may stop it */
function plinth(
  args: readonly string[],
  onTalk: (talk: string, stop: () => void) => void = () => undefined,
): Promise<Run> {
  const child = spawn(process.execPath, ['bin/plinth.js', ...args], {
    env: { ...process.env, NO_COLOR: '1', [MARK]: folder },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
    onTalk(output.stderr, () => child.kill('SIGINT'));
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...output })));
}

async function file(name: string, content: object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, stringify(content));
  return path;
}

const KIND = { apiVersion: 'plinth.dev/v1alpha1' };
const PLATFORM = {
  ...KIND,
  kind: 'Platform',
  metadata: { name: 'lab' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1', kubernetes: '1.36' },
  pools: [{ name: 'train', instance: 'p5.48xlarge', nodes: { min: 0, max: 2 } }],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 8, borrowable: 8 } } },
    { name: 'speech', groups: ['oidc:speech'], quota: { train: { guaranteed: 8, borrowable: 8 } } },
  ],
  training: { frameworks: ['torch'] },
  delivery: { kind: 'plain' },
};

/** Karpenter asks for a newer Go than the other engines. */
const karpenterGo = engines().find(({ name }) => name === 'karpenter')?.go ?? '';
const compiler = await findGo(karpenterGo).catch(() => undefined);

describe('plinth rehearse', () => {
  test.skipIf(compiler === undefined)(
    `grows a pool from nothing for its jobs, and shrinks it (needs Go ${karpenterGo})`,
    async () => {
      const jobs = await file('jobs.yaml', {
        ...KIND,
        kind: 'Workloads',
        speed: 60,
        jobs: [
          { name: 'gang', team: 'vision', pool: 'train', units: 8, nodes: 2, duration: '10m' },
          // Begins long after Karpenter has given both machines back, and needs one of them again.
          { name: 'later', team: 'speech', pool: 'train', units: 8, nodes: 1, at: '90m', duration: '10m' },
        ],
      });
      const page = join(folder, 'report.html');
      const spec = await file('platform.yaml', PLATFORM);
      const { code, stderr, stdout } = await plinth(['rehearse', spec, '--workloads', jobs, '--json', '--html', page]);
      const report = JSON.parse(stdout) as RehearsalReport;
      expect(code, stderr).toBe(0);
      expect(report.verdict).toBe('passed');
      expect(report.apply.rejections).toEqual([]);
      expect(report.apply.accepted).toBe(report.apply.objects);
      expect(report.apply.controllers.map(({ name }) => name)).toEqual(expect.arrayContaining(['kueue', 'karpenter']));
      const [pool] = report.pools;
      expect(pool?.nodes.largest).toBe(2);
      expect(pool?.nodes.mean).toBeLessThan(1.5);
      expect(await readFile(page, 'utf8')).toContain('<svg');
    },
  );

  test('finds what is wrong with the jobs before anything starts', async () => {
    const jobs = await file('wrong.yaml', {
      ...KIND,
      kind: 'Workloads',
      jobs: [{ name: 'a', team: 'visoin', pool: 'train', units: 8, duration: '1h' }],
    });
    const spec = await file('platform.yaml', PLATFORM);
    const { code, stderr } = await plinth(['rehearse', spec, '--workloads', jobs]);
    expect(code).toBe(1);
    expect(stderr).toContain('WORKLOADS_');
    expect(stderr).toContain('vision');
    expect(stderr).not.toContain('control plane');
  });

  test('leaves nothing behind when it is interrupted', async () => {
    const spec = await file('platform.yaml', PLATFORM);
    let running: Promise<string[]> | undefined;
    const { code } = await plinth(['rehearse', spec], (talk, stop) => {
      if (running !== undefined || !talk.includes('applying wave operators')) return;
      running = processes();
      void running.then(stop);
    });
    expect(code).toBe(130);
    expect((await running)?.join()).toContain('kube-apiserver');
    await expect.poll(processes, { timeout: 20_000 }).toEqual([]);
  });

  test('reports what the API server refuses, with its own words and the place in the spec', async () => {
    const spec = await file('broken.yaml', {
      ...PLATFORM,
      overrides: [
        {
          kind: 'ResourceQuota',
          name: 'bounds',
          namespace: 'vision',
          because: 'to be refused',
          patch: [{ op: 'replace', path: '/spec/hard/pods', value: 'a dozen' }],
        },
      ],
    });
    const { code, stderr, stdout } = await plinth(['rehearse', spec, '--no-workloads', '--json']);
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout) as RehearsalReport;
    expect(report.verdict).toBe('failed');
    expect(report).toMatchObject({ subject: await subjectOf(spec) });
    expect(report.apply.rejections).toEqual([
      expect.objectContaining({ specPath: 'teams[0]', words: expect.stringContaining('quantities must match') }),
    ]);
  });
});

/** Command lines of the engines of these rehearsals, with the variables that they were started with. */
async function processes(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid,args'], { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .split('\n')
    .filter((line) => line.includes('/plinth/engines/') && line.includes(`${MARK}=${folder}`))
    .sort();
}

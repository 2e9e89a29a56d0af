import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../spec/finding.ts';
import { extensionIn } from '../../workspace/extension-export.ts';
import { plinth } from '../cli/run-plinth.ts';
import { runVerb } from '../cli/run-verb.ts';
import { samplePlatform } from '../sample.ts';

const SPEC = JSON.stringify(
  samplePlatform({
    pools: [{ name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } }],
    teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { cpu: { guaranteed: 64 } } }],
    delivery: { kind: 'flux', repository: 'https://git.example.org/lab.git', path: 'clusters/lab' },
  }),
);

/** A room with an object, and with a chart that the catalogue does not have. */
const ROOM = `
import { Room } from '${pathToFileURL('constructs/core/index.ts')}';
import { ConfigMap } from '${pathToFileURL('constructs/imports/kubernetes.gen.ts')}';

class Notices extends Room {
  constructor(platform, props) {
    super(platform, 'notices', props);
    new ConfigMap(this.in('platform'), 'text', { metadata: { name: 'notices', namespace: 'kube-public' } });
    this.install({
      component: {
        name: 'notice-board', purpose: 'Shows notices.', version: '1.0.0', licence: 'Apache-2.0', homepage: '',
        source: { kind: 'oci', repository: 'oci://registry.example.org/charts/notice-board', version: '1.0.0' },
        images: ['registry.example.org/notice-board:1.0.0'], upgradeNotes: [],
      },
      namespace: 'kube-public',
      values: {},
    });
  }
}
`;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-extension-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** A program that exports the sample, and what a team puts into it. */
function program(extension = 'export const extension = { own: [(platform, props) => new Notices(platform, props)] };') {
  const file = join(home, 'platform.mjs');
  writeFileSync(file, `${ROOM}export default ${SPEC};\n${extension}\n`);
  return file;
}

describe('the export extension of a platform', () => {
  test('is known to validate, synth and diff', async () => {
    const file = program();
    const out = join(home, 'out');
    expect(await runVerb(['validate', file])).toMatchObject({ code: 0 });
    expect(await runVerb(['synth', file, '--out', out])).toMatchObject({ code: 0 });
    expect(readFileSync(join(out, '20-platform/notices.yaml'), 'utf8')).toContain('plinth.dev/room: notices');
    expect(await runVerb(['diff', file, '--against', out])).toMatchObject({ code: 0 });
    program('');
    // This process has read the file before.
    const gone = plinth(['diff', file, '--against', out]);
    expect(gone.code).toBe(1);
    expect(gone.stdout).toContain('notices');
  });

  test('is known to graph and images', async () => {
    const file = program();
    expect((await runVerb(['graph', file])).stdout).toContain('notices');
    expect((await runVerb(['images', file])).stdout).toContain('registry.example.org/notice-board:1.0.0');
  });

  test('is known to lock, which wants its charts too', async () => {
    const file = program();
    const env = { PATH: `${home}:${process.env['PATH']}` };
    for (const tool of ['helm', 'kubectl']) writeFileSync(join(home, tool), '#!/bin/sh\n', { mode: 0o755 });
    for (const chart of ['kueue', 'notice-board']) {
      mkdirSync(join(home, 'charts', chart), { recursive: true });
      writeFileSync(join(home, 'charts', chart, 'Chart.yaml'), `apiVersion: v2\nname: ${chart}\nversion: 1.0.0\n`);
    }
    const options = ['--charts', join(home, 'charts'), '--helm', join(home, 'helm'), '--no-digests', '--json'];
    const { stdout } = plinth(['lock', file, ...options], { env });
    expect((JSON.parse(stdout) as { addOns: string[] }).addOns).toEqual(['kueue', 'notice-board']);
    expect(await runVerb(['lock', file, '--check'])).toMatchObject({ code: 0 });
    const index = join(home, 'platform.lock/lock.json');
    writeFileSync(index, readFileSync(index, 'utf8').replaceAll('notice-board', 'other'));
    cpSync(join(home, 'platform.lock/notice-board.yaml'), join(home, 'platform.lock/other.yaml'));
    expect((await runVerb(['lock', file, '--check'])).stderr).toContain('the lock does not hold notice-board');
  });

  test.each([
    ['export const extension = 1;', 'the export extension is not an object'],
    ['export const extension = { room: {} };', 'extension has no field room'],
    ['export const extension = { rooms: { queuing: () => undefined } };', 'Plinth has no room queuing'],
    ['export const extension = { rooms: { autoscaling: false } };', 'extension.rooms.autoscaling is not a function'],
    ['export const extension = { own: [Notices, {}] };', 'extension.own is not a list of functions'],
  ])('that is none, such as %s, is refused with exit code 2', async (text, problem) => {
    const { code, stderr } = await runVerb(['validate', program(text)]);
    expect(stderr).toContain('FILE_EXTENSION_INVALID');
    expect(stderr).toContain(problem);
    expect(code).toBe(2);
  });

  test('that throws is a mistake of the program, with its place, not of Plinth', async () => {
    const { code, stderr } = await runVerb([
      'validate',
      program('export const extension = { own: [() => undefinedName] };'),
    ]);
    expect(stderr).toContain('FILE_EXTENSION_FAILS');
    expect(stderr).toMatch(/undefinedName is not defined at .*platform\.mjs:\d+/);
    expect(code).toBe(2);
  });

  test('raises its own findings as they are', () => {
    const finding = { code: 'NOTICES_MANY', level: 'error', at: 'teams', problem: 'too many', fix: 'fewer' } as const;
    const extension = extensionIn('platform.ts', {
      own: [
        () => {
          throw new PlatformError([finding]);
        },
      ],
    });
    expect(() => extension?.own?.[0]?.(undefined as never, undefined as never)).toThrow(new PlatformError([finding]));
  });

  test('may leave a room out, as in a program', () => {
    const extension = extensionIn('platform.ts', { rooms: { autoscaling: () => undefined } });
    expect(extension?.rooms?.autoscaling?.(undefined as never, undefined as never)).toBeUndefined();
    expect(extensionIn('platform.ts', undefined)).toBeUndefined();
  });
});

test('a program is not compared with itself at a revision, because what it imports is not there', async () => {
  const file = program();
  spawnSync('git', ['init', '--quiet'], { cwd: home });
  const { code, stderr } = await runVerb(['diff', file, '--against', 'HEAD']);
  expect(stderr).toContain('GIT_REVISION_PROGRAM');
  expect(stderr).toContain('--path DIR');
  expect(code).toBe(2);
});

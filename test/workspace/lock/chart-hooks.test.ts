import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { LockedAddOn, LockedObject } from '../../../constructs/core/index.ts';
import { hookFindings, sortHooks } from '../../../workspace/lock/chart-hooks.ts';
import { readLock, writeLock } from '../../../workspace/lock/lock-folder.ts';
import { renderChart } from '../../../workspace/lock/render-chart.ts';
import { plinth } from '../../cli/run-plinth.ts';
import { rendered, samplePlatform } from '../../sample.ts';

/** An object of a chart, run by helm on some occasions, or always there. */
function object(name: string, on?: string, kind = 'Job'): LockedObject {
  const annotations = on === undefined ? undefined : { 'helm.sh/hook': on, 'helm.sh/hook-weight': '1' };
  return { apiVersion: kind === 'Job' ? 'batch/v1' : 'v1', kind, metadata: { name, annotations } };
}

describe('a hook of a chart', () => {
  test.each([
    'test',
    'test-success',
    'pre-delete',
    'post-delete',
    'pre-rollback',
    'post-rollback',
    'test, post-delete',
  ])('for %s is left out, because its occasion never comes', (on) => {
    expect(sortHooks([object('check', on), object('settings', undefined, 'ConfigMap')])).toEqual({
      objects: [object('settings', undefined, 'ConfigMap')],
      hooks: [],
    });
  });

  test.each([
    ['pre-install', ['pre-install']],
    ['post-upgrade', ['post-upgrade']],
    ['pre-install,pre-upgrade', ['pre-install', 'pre-upgrade']],
    ['post-install, pre-delete', ['post-install']],
  ])('for %s stays, and is known as one', (on, kept) => {
    const { hooks, objects } = sortHooks([object('prepare', on)]);
    expect(objects).toEqual([object('prepare', on)]);
    expect(hooks).toEqual([{ kind: 'Job', name: 'prepare', on: kept }]);
  });

  test('is not what any other object is', () => {
    expect(sortHooks([object('runs')]).hooks).toEqual([]);
  });
});

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-hooks-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** A platform whose only add-on is Kueue, applied as plain objects. */
const CPU_ONLY = samplePlatform({
  pools: [{ name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } }],
  teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { cpu: { guaranteed: 64 } } }],
  delivery: { kind: 'plain' },
});

/** Kueue as a chart with hooks, rendered by a program that stands in for helm. */
async function lockedKueue(): Promise<LockedAddOn> {
  mkdirSync(join(home, 'chart'));
  const objects = [
    object('settings', undefined, 'ConfigMap'),
    object('secret-init', 'pre-install,pre-upgrade'),
    object('secret-reader', 'pre-install', 'ServiceAccount'),
    object('smoke', 'test'),
    object('clean-up', 'post-delete'),
  ];
  writeFileSync(join(home, 'chart/rendered.yaml'), objects.map((each) => stringify(each)).join('---\n'));
  for (const tool of ['helm', 'kubectl']) {
    writeFileSync(join(home, tool), '#!/bin/sh\n[ "$1" = template ] || exit 0\ncat "$3/rendered.yaml"\n');
    chmodSync(join(home, tool), 0o755);
  }
  const { kueue } = rendered(samplePlatform()).platform.queueing;
  const tools = { helm: join(home, 'helm'), kubectl: 'kubectl', kubernetes: '1.36' };
  const made = await renderChart(kueue, { kind: 'chart', folder: join(home, 'chart') }, tools);
  if (typeof made === 'string') throw new Error(made);
  return made;
}

describe('a lock of a chart with hooks', () => {
  test('holds what is applied, without what only helm understands, and says which were hooks', async () => {
    const locked = await lockedKueue();
    expect(locked.objects.map(({ metadata }) => metadata.name)).toEqual(['settings', 'secret-init', 'secret-reader']);
    expect(JSON.stringify(locked.objects)).not.toContain('helm.sh/hook');
    await writeLock(join(home, 'platform.lock'), { addOns: { kueue: locked }, images: {} });
    expect((await readLock(join(home, 'platform.lock')))?.addOns['kueue']?.hooks).toEqual([
      { kind: 'Job', name: 'secret-init', on: ['pre-install', 'pre-upgrade'] },
      { kind: 'ServiceAccount', name: 'secret-reader', on: ['pre-install'] },
    ]);
  });

  test('is a warning that names add-on and object, and what it means', async () => {
    const lock = { addOns: { kueue: await lockedKueue() }, images: {} };
    const [job, account] = hookFindings(['kueue'], lock);
    expect(job).toEqual({
      code: 'LOCK_HOOK_ORDINARY',
      level: 'warning',
      at: '(lock)',
      problem:
        'Job secret-init of kueue is a chart hook (pre-install, pre-upgrade), but is applied once as an ordinary object, ordered by its wave alone, and never deleted',
      fix: 'see that it may run beside the rest of kueue; delete it before an upgrade that changes it, because the pods of a Job cannot be changed',
    });
    expect(account?.fix).toBe('see that it may run beside the rest of kueue');
    expect(hookFindings(['jobset'], lock)).toEqual([]);
    expect(hookFindings(['kueue'], undefined)).toEqual([]);
  });

  test('is shown by synth, which writes all the same, and does not make the lock stale', async () => {
    const file = join(home, 'platform.yaml');
    writeFileSync(file, stringify(CPU_ONLY));
    await writeLock(join(home, 'platform.lock'), { addOns: { kueue: await lockedKueue() }, images: {} });
    const { code, stderr } = plinth(['synth', file, '--out', join(home, 'out')]);
    expect(stderr).toContain('LOCK_HOOK_ORDINARY');
    expect(code).toBe(0);
    const check = plinth(['lock', file, '--check']);
    expect(check).toMatchObject({ code: 0, stdout: '' });
  });

  test('is told when it is made', async () => {
    const file = join(home, 'platform.yaml');
    writeFileSync(file, stringify(CPU_ONLY));
    await lockedKueue();
    const charts = join(home, 'charts');
    cpSync(join(home, 'chart'), join(charts, 'kueue'), { recursive: true });
    writeFileSync(join(charts, 'kueue/Chart.yaml'), 'apiVersion: v2\nname: kueue\nversion: 1.0.0\n');
    const options = ['--charts', charts, '--helm', join(home, 'helm'), '--no-digests'];
    const env = { PATH: `${home}:${process.env['PATH']}` };
    const { code, stderr } = plinth(['lock', file, ...options], { env });
    expect(stderr).toContain('Job secret-init of kueue is a chart hook');
    expect(code).toBe(0);
    const { findings } = JSON.parse(plinth(['lock', file, ...options, '--json'], { env }).stdout) as {
      findings: { code: string }[];
    };
    expect(findings.map((each) => each.code)).toEqual(['LOCK_HOOK_ORDINARY', 'LOCK_HOOK_ORDINARY']);
  });
});

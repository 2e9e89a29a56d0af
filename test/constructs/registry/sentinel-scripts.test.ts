import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sentinelScript, valkeyScript } from '../../../constructs/registry/sentinel-scripts.ts';

const SCRIPTS = { name: 'cache', domain: 'cache.harbor.svc', replicas: 3, masterSet: 'cache' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-sentinel-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a script as a pod, with programs of ours in the place of Valkey's. @param master - what the sentinels say */
function runAs(pod: string, script: string, master = ''): string {
  const program = (name: string, text: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  program(
    'valkey-cli',
    `case "$*" in *get-master*) ${master === '' ? 'exit 1' : `echo ${master}; echo 6379`} ;; *ping*) echo PONG ;; esac`,
  );
  program('valkey-server', 'echo server "$@"');
  program('valkey-sentinel', 'echo sentinel "$@"');
  const { stdout } = spawnSync('sh', ['-c', script.replaceAll('/data', folder)], {
    encoding: 'utf8',
    env: { PATH: `${folder}${delimiter}${process.env['PATH']}`, HOSTNAME: pod },
  });
  return stdout;
}

test('the first pod begins as the master, the others as copies of it', () => {
  expect(runAs('cache-0', valkeyScript(SCRIPTS))).not.toContain('--replicaof');
  expect(runAs('cache-1', valkeyScript(SCRIPTS))).toContain('--replicaof cache-0.cache.harbor.svc 6379');
});

test('a master that comes back follows the one that the sentinels chose in between', () => {
  expect(runAs('cache-0', valkeyScript(SCRIPTS), 'cache-2.cache.harbor.svc')).toContain(
    '--replicaof cache-2.cache.harbor.svc 6379',
  );
  expect(runAs('cache-2', valkeyScript(SCRIPTS), 'cache-2.cache.harbor.svc')).not.toContain('--replicaof');
});

test('after all were gone the last known master begins, not the first pod', () => {
  writeFileSync(join(folder, 'sentinel.conf'), 'port 26379\nsentinel monitor cache cache-1.cache.harbor.svc 6379 2\n');
  expect(runAs('cache-1', valkeyScript(SCRIPTS))).not.toContain('--replicaof');
  expect(runAs('cache-0', valkeyScript(SCRIPTS))).toContain('--replicaof cache-1.cache.harbor.svc 6379');
});

test('a sentinel watches the master by name, two of three decide, and what it learned stays', () => {
  expect(runAs('cache-1', sentinelScript(SCRIPTS))).toContain('sentinel');
  const written = readFileSync(join(folder, 'sentinel.conf'), 'utf8');
  expect(written).toContain('sentinel monitor cache cache-0.cache.harbor.svc 6379 2');
  expect(written).toContain('sentinel announce-ip cache-1.cache.harbor.svc');
  writeFileSync(join(folder, 'sentinel.conf'), `${written}# learned\n`);
  runAs('cache-1', sentinelScript(SCRIPTS));
  expect(readFileSync(join(folder, 'sentinel.conf'), 'utf8')).toContain('# learned');
});

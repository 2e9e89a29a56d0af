import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { findGo } from '../../rehearsal/go-toolchain.ts';

const AGENT = fileURLToPath(new URL('../../agent/', import.meta.url));

describe('the Go module of agent and hub', () => {
  let go = 'go';

  beforeAll(async () => {
    go = (await findGo('1.26.0')).path;
  });

  test.each([
    ['is clean', ['vet', './...']],
    ['passes its own tests, with hundreds of seeded schedules of faults', ['test', '-short', './...']],
  ])('%s', (_, args) => {
    const { status, stderr, stdout } = run(go, args);
    expect(status, `${stdout}${stderr}`).toBe(0);
  });

  test('compiles for arm64 where it speaks to the kernel itself', () => {
    const { status, stderr } = run(go, ['build', './internal/store'], { GOARCH: 'arm64' });
    expect(status, stderr).toBe(0);
  });

  function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return spawnSync(command, args, {
      cwd: AGENT,
      env: { ...process.env, GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', CGO_ENABLED: '0', ...env },
      encoding: 'utf8',
    });
  }
});

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** Says on the way out which of our modules a program loaded. */
const COUNT = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const seen = new Set();
  registerHooks({ load: (url, context, next) => (seen.add(url), next(url, context)) });
  process.on('exit', () => process.stdout.write([...seen].join('\\n')));
`)}`;

/** Modules that a verb loads before it finds that there is no spec. */
function loaded(...args: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(process.execPath, ['--import', COUNT, 'bin/plinth.js', 'release', ...args], {
    encoding: 'utf8',
  });
  const root = new URL('../../', import.meta.url).href;
  return stdout.split('\n').flatMap((url) => (url.startsWith(root) ? url.slice(root.length) : []));
}

describe('a verb that only reads releases does not load the platform’s constructs', () => {
  test.each([
    ['show', 'workspace/release/lineage.ts'],
    ['list', 'workspace/release/list-releases.ts'],
  ])('%s', (verb, own) => {
    const modules = loaded(verb, 'none.yaml', 'vision/defects', '--out', 'none');
    expect(modules).toContain(own);
    expect(modules).toContain('workspace/platform-file.ts');
    expect(modules.filter((path) => /^(constructs|stacks)\/|^node_modules\/(cdk8s|constructs)\//.test(path))).toEqual(
      [],
    );
  });
});

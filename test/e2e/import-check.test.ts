import { expect, test } from 'vitest';
import { ROOT } from '../laws/project-files.ts';
import { run } from '../packaging/packed-package.ts';
import { sharedData } from '../shared-data.ts';

// Some custom resources are in no Go module: their definitions lie in ../shared.
const definitions = sharedData('upstream/crds');

test.skipIf(definitions === undefined)(
  'the types of custom resources are what the Go modules and ../shared say now; if not, `npm run import` writes them',
  async () => {
    // The script prints the names of the files that differ.
    expect(await run('npm', ['run', '--silent', 'import:check'], ROOT)).toEqual({ code: 0, stdout: '', stderr: '' });
  },
);

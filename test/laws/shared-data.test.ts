import { expect, it, vi } from 'vitest';
import { sharedData } from '../shared-data.ts';
import { projectFiles } from './project-files.ts';

/** What the console says when a test does not run for want of data that is not in the repository. */
const SKIP_LINE = 'skipped: needs ../shared';

it('a test that needs ../shared says so where that folder is not', () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(sharedData('no/such/file')).toBeUndefined();
  expect(said.mock.calls).toEqual([[`${SKIP_LINE} (no/such/file)`]]);
  said.mockRestore();
});

it('no test looks into ../shared without saying so', () => {
  const looking = projectFiles(/^test\/.*\.ts$/).filter(({ text }) =>
    /['"`][^'"`\n]*\.\.\/shared\/[^'"`\n]*['"`]/.test(text),
  );
  expect(
    looking
      .filter(({ text }) => !text.includes(SKIP_LINE) && !text.includes('/shared-data.ts'))
      .map(({ path }) => path),
  ).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import typescript from '../../examples/typescript/platform.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';

// The sources, not what was compiled last.
vi.mock('plinth', () => import('../../spec/define-platform.ts'));

test('the platform in TypeScript is the one in YAML', () => {
  const yaml = parse(readFileSync('examples/aws/platform.yaml', 'utf8'));
  expect(parsePlatform(typescript)).toEqual(parsePlatform(yaml));
});

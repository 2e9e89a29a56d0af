import { expect, test } from 'vitest';
import { cronOf } from '../../../constructs/registry/cron.ts';

test.each<[number, string]>([
  [60, '0 */5 * * * *'],
  [900, '0 */15 * * * *'],
  [1_500, '0 */20 * * * *'],
  [3_600, '0 7 * * * *'],
  [7_200, '0 7 */2 * * *'],
  [18_000, '0 7 */4 * * *'],
  [86_400, '0 7 3 * * *'],
  [604_800, '0 7 3 */7 * *'],
  [86_400_000, '0 7 3 */28 * *'],
])('every %d seconds is %s: never less often, but for bounds', (seconds, cron) => {
  expect(cronOf(seconds)).toBe(cron);
});

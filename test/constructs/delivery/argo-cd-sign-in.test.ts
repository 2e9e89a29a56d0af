import { expect, test } from 'vitest';
import { type ArgoCdSignIn, argoCdRights } from '../../../constructs/delivery/argo-cd-sign-in.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { samplePlatform } from '../../sample.ts';
import { wayIn } from '../access/way-in-sample.ts';

test('groups with a comma in their name keep it', () => {
  const { spec } = parsePlatform(samplePlatform());
  const access: ArgoCdSignIn['access'] = { ...wayIn(), members: () => ['cn=vision,ou=groups'] };
  expect(argoCdRights({ access, platform: 'lab', teams: spec.teams })['policy.csv']).toContain(
    'g, "cn=vision,ou=groups", role:plinth-team',
  );
});

import type { GeneratorValue } from 'fast-check';
import type { PlatformInput } from '../../spec/platform.ts';
import { chance, oneOf, some } from './draw.ts';

type Policy = NonNullable<PlatformInput['policy']>;

const PLACES = ['registry.example.org', 'nvcr.io/nvidia', 'localhost:5000', 'docker.io/library'];
const EXEMPTIBLE = ['image-registries', 'image-digests', 'image-signatures'] as const;

/** Policy without signatures by chance, else with a signer of an identity. */
export function randomPolicy(
  draw: GeneratorValue,
  teams: readonly string[],
): Pick<PlatformInput, 'policy' | 'releases'> {
  if (!chance(draw, 0.3)) return {};
  const signatures = oneOf(draw, ['enforce', 'audit', 'off'] as const);
  const team = oneOf(draw, teams);
  const policy: Policy = {
    images: {
      registries: signatures === 'off' ? some(draw, PLACES) : PLACES,
      digests: oneOf(draw, ['enforce', 'audit', 'off'] as const),
      signatures,
      whenUnanswered: oneOf(draw, ['refuse', 'admit'] as const),
    },
    labels: chance(draw) ? [{ key: 'example.org/cost-centre', pattern: 'cc-[0-9]+' }] : undefined,
    exceptions: chance(draw) ? [exception(draw, team)] : undefined,
  };
  const identity = 'https://git.example.org/ci';
  const signer = { kind: 'keyless' as const, name: 'ci', issuer: 'https://idp.example.org', identity };
  const signers = [chance(draw) ? { ...signer, teams: [team] } : signer];
  return signatures === 'off' ? { policy } : { policy, releases: { signers } };
}

function exception(draw: GeneratorValue, team: string): NonNullable<Policy['exceptions']>[number] {
  return {
    name: 'old',
    policy: oneOf(draw, EXEMPTIBLE),
    team,
    images: chance(draw) ? ['quay.io/x/', 'docker.io/y:1'] : undefined,
    because: 'it’s the vendor’s',
    until: '2027-03-31',
  };
}

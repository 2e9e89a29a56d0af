import type { Finding } from '../../spec/finding.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { Release } from '../../spec/release.ts';
import { releaseError } from '../../spec/release-finding.ts';
import { releasePlaceRules } from '../../spec/release-place-rules.ts';
import { releaseRules } from '../../spec/release-rules.ts';
import { askNobody, type DatasetResolver } from './artifact-presence.ts';
import { checkSignature, type SignatureVerdict, type Trust } from './signature/check-signature.ts';

/** What releases are looked at with. */
export interface Examination extends Omit<Trust, 'releases'> {
  /** The platform that serves them. */
  readonly spec: PlatformSpec;
  /** Who knows whether a dataset is still there. @default - nobody is asked */
  readonly askDataset?: DatasetResolver | undefined;
}

/** What was found about one release. */
export interface ExaminedRelease {
  /** Everything that is wrong or worth knowing. */
  readonly findings: readonly Finding[];
  /** What became of its signature. */
  readonly signature: SignatureVerdict;
  /** Whether its dataset is still there. */
  readonly dataset: Awaited<ReturnType<DatasetResolver>>;
}

/** Everything that is checked about one release: its own words, its place on the platform, its signature, its dataset. */
export async function examineRelease(release: Release, look: Examination): Promise<ExaminedRelease> {
  const { spec } = look;
  const own = releaseRules.flatMap((rule) => [...rule(release)]);
  const place = releasePlaceRules.flatMap((rule) => [...rule({ release, spec })]);
  const signature = await checkSignature(release, { ...look, releases: spec.releases });
  const dataset = await (look.askDataset ?? askNobody)(release.dataset);
  // A signer who is not trusted is said once, in the words of its rule.
  const known = place.every(({ at }) => !at.startsWith('signature'));
  const about = known ? signatureFindings(release, spec, signature) : [];
  return { findings: [...own, ...place, ...about, ...datasetFindings(dataset)], signature, dataset };
}

function signatureFindings(
  { signature: given }: Release,
  { releases }: PlatformSpec,
  verdict: SignatureVerdict,
): Finding[] {
  if (given === undefined || verdict.verdict === 'valid' || releases === undefined) return [];
  const at = given.bundle === undefined ? 'signature.referrer' : 'signature.bundle';
  if (verdict.verdict === 'invalid')
    return [
      releaseError('RELEASE_SIGNATURE_INVALID', at, {
        problem: verdict.because,
        fix: 'sign the model anew, with the key or identity that the platform trusts; never serve it as it is',
      }),
    ];
  return [
    {
      ...releaseError('RELEASE_SIGNATURE_UNCHECKED', at, {
        problem: `the signature was not looked at: ${verdict.because}`,
        fix: given.kind === 'keyless' ? 'give --trusted-root' : 'give --ask, or keep the bundle in the release',
      }),
      level: releases.required ? 'error' : 'warning',
    },
  ];
}

function datasetFindings(presence: ExaminedRelease['dataset']): Finding[] {
  if (presence.state !== 'gone') return [];
  return [
    releaseError('RELEASE_DATASET_GONE', 'dataset', {
      problem: `the version of the dataset is not there any more: ${presence.because}`,
      fix: 'restore it from a backup; a model whose data is gone cannot be explained or trained again',
    }),
  ];
}

import type { Finding, Rule } from './finding.ts';
import type { Release } from './release.ts';
import { releaseError } from './release-finding.ts';
import { gateResults } from './release-gate.ts';

/** Whatever is served or was used can be found again: by its digest, never by a tag. */
export function* namedByDigest({ dataset, model, runtime, signature }: Release): Iterable<Finding> {
  const named: readonly (readonly [at: string, reference: string | undefined])[] = [
    ['model.uri', model.uri],
    ['runtime.image', runtime.image],
    ['dataset.uri', dataset.kind === 'oci' ? dataset.uri : undefined],
    ['signature.referrer', signature?.referrer],
  ];
  for (const [at, reference] of named) {
    if (reference === undefined || digestIn(reference) !== undefined) continue;
    yield releaseError('RELEASE_DIGEST_MISSING', at, {
      problem: `${reference} names no digest, so it can become something else`,
      fix: `write ${reference.replace(/:[A-Za-z0-9_.-]+$/, '')}@sha256:… with the digest that was pushed`,
    });
  }
}

/** A digest that stands twice is the same. */
export function* digestsAgree({ dataset, model }: Release): Iterable<Finding> {
  const pairs: readonly (readonly [at: string, uri: string, digest: string])[] = [
    ['model.digest', model.uri, model.digest],
    ...(dataset.kind === 'oci' ? [['dataset.version', dataset.uri, dataset.version] as const] : []),
  ];
  for (const [at, uri, digest] of pairs) {
    const other = digestIn(uri);
    if (other === undefined || other === digest) continue;
    yield releaseError('RELEASE_DIGEST_WRONG', at, {
      problem: `${digest} is not the digest in the address, ${other}`,
      fix: 'write the digest of what was pushed at both places',
    });
  }
}

/** A version of an object is one, not the newest at the time of reading. */
export function* objectVersionFixed({ dataset }: Release): Iterable<Finding> {
  if (dataset.kind !== 'objectVersion' || !/^(latest|null|current)$/i.test(dataset.version)) return;
  yield releaseError('RELEASE_DATASET_MOVING', 'dataset.version', {
    problem: `${dataset.version} is no version: the object can be overwritten under it`,
    fix: 'switch versions on for the bucket and name the one that was read',
  });
}

/** The metrics meet what the gate asks. */
export function* gatePassed(release: Release): Iterable<Finding> {
  for (const [index, { measured, metric, passed, rule }] of gateResults(release).entries()) {
    if (passed) continue;
    yield releaseError('RELEASE_GATE_FAILED', `gate[${index}]`, {
      problem: measured === undefined ? `${rule}: ${metric} was not measured` : `${rule}: ${metric} is ${measured}`,
      fix: measured === undefined ? `measure ${metric}` : 'train a better model; a gate is not lowered to let one pass',
    });
  }
}

/** A signature stands in the file or beside the model, not in both places and not in none. */
export function* signaturePlace({ signature }: Release): Iterable<Finding> {
  if (signature === undefined) return;
  const { bundle, manifest, referrer } = signature;
  if ((bundle === undefined) === (referrer === undefined))
    yield releaseError('RELEASE_SIGNATURE_PLACE', 'signature', {
      problem: bundle === undefined ? 'it names neither a bundle nor a referrer' : 'it names a bundle and a referrer',
      fix: 'give one of bundle and referrer',
    });
  else if (manifest !== undefined && bundle === undefined)
    yield releaseError('RELEASE_SIGNATURE_PLACE', 'signature.manifest', {
      problem: 'a manifest goes with a bundle',
      fix: 'remove it, or give the bundle',
    });
}

/** Only the first release has none before it. */
export function* previousNamed({ metadata, previous }: Release): Iterable<Finding> {
  if ((metadata.number === 1) === (previous === undefined)) return;
  yield releaseError('RELEASE_PREVIOUS_WRONG', 'previous', {
    problem:
      previous === undefined
        ? `release ${metadata.number} does not name the one before it`
        : 'the first release names one before it',
    fix: 'make releases with `plinth release new`, which fills it in',
  });
}

/** Everything that is checked about a release by itself. */
export const releaseRules: readonly Rule<Release>[] = [
  namedByDigest,
  digestsAgree,
  objectVersionFixed,
  gatePassed,
  signaturePlace,
  previousNamed,
];

/** The digest that a reference names, if it does. */
export function digestIn(reference: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
}

import type { Finding, Rule } from './finding.ts';
import { fixByName } from './nearest.ts';
import type { PlatformSpec } from './platform.ts';
import type { Release } from './release.ts';
import { releaseError } from './release-finding.ts';
import type { EndpointSpec } from './serving.ts';

/** A release and the platform that would serve it. */
export interface PlacedRelease {
  /** The release. */
  readonly release: Release;
  /** The platform. */
  readonly spec: PlatformSpec;
}

/** The endpoint of a platform, if there is one of that team and name. */
export function endpointOf(spec: PlatformSpec, team: string, endpoint: string): EndpointSpec | undefined {
  return spec.serving?.endpoints.find((each) => each.team === team && each.name === endpoint);
}

/** The platform has the endpoint, and it waits for releases. */
export function* knownEndpoint({ release: { metadata }, spec }: PlacedRelease): Iterable<Finding> {
  const { endpoint, team } = metadata;
  const found = endpointOf(spec, team, endpoint);
  const names = (spec.serving?.endpoints ?? []).map((each) => `${each.team}/${each.name}`);
  if (found === undefined)
    yield releaseError('RELEASE_ENDPOINT_UNKNOWN', 'metadata.endpoint', {
      problem: `the platform has no endpoint ${team}/${endpoint}`,
      fix: names.length === 0 ? 'add it to serving.endpoints' : `${fixByName(`${team}/${endpoint}`, names)}, or add it`,
    });
  else if (found.model !== undefined)
    yield releaseError('RELEASE_ENDPOINT_FIXED', 'metadata.endpoint', {
      problem: `the spec itself names the model of ${team}/${endpoint}, so a release would serve it twice`,
      fix: 'remove model from the endpoint; the first release takes its place',
    });
}

/** The model has the form that the endpoint’s server reads. */
export function* readableFormat({ release: { metadata, model }, spec }: PlacedRelease): Iterable<Finding> {
  const found = endpointOf(spec, metadata.team, metadata.endpoint);
  if (found?.kind !== 'classic' || found.format === model.format) return;
  yield releaseError('RELEASE_FORMAT_WRONG', 'model.format', {
    problem: `${metadata.team}/${metadata.endpoint} serves ${found.format}, and the model is ${model.format}`,
    fix: `export the model as ${found.format}, or release it to another endpoint`,
  });
}

/** A team serves its own models: what lies in the project of another is not its to release. */
export function* ownModel({ release: { metadata, model }, spec }: PlacedRelease): Iterable<Finding> {
  const [, host = '', project = ''] = /^oci:\/\/([^/]+)\/([^/:@]+)/.exec(model.uri) ?? [];
  const { external, internal } = spec.registry?.hosts ?? {};
  if (host !== external && host !== internal) return;
  if (project === metadata.team || !spec.teams.some(({ name }) => name === project)) return;
  yield releaseError('RELEASE_MODEL_TEAM', 'model.uri', {
    problem: `the model lies in the project of team ${project}, and the endpoint is ${metadata.team}’s`,
    fix: `copy it into ${host}/${metadata.team}, where its signature counts for ${metadata.team}`,
  });
}

/** Where signatures are asked for, there is one, of somebody whom the platform trusts with this team’s models. */
export function* trustedSigner({ release: { metadata, signature }, spec }: PlacedRelease): Iterable<Finding> {
  const { releases } = spec;
  if (releases === undefined) return;
  if (signature === undefined) {
    yield {
      ...releaseError('RELEASE_UNSIGNED', 'signature', {
        problem: 'nobody signed the model',
        fix: 'sign it (cosign sign --bundle) and name the bundle',
      }),
      level: releases.required ? 'error' : 'warning',
    };
    return;
  }
  const signer = releases.signers.find(({ name }) => name === signature.signer);
  if (signer === undefined)
    yield releaseError('RELEASE_SIGNER_UNKNOWN', 'signature.signer', {
      problem: `the platform trusts no signer ${signature.signer}`,
      fix: fixByName(
        signature.signer,
        releases.signers.map(({ name }) => name),
      ),
    });
  else if (signer.kind !== signature.kind)
    yield releaseError('RELEASE_SIGNER_KIND', 'signature.kind', {
      problem: `${signer.name} signs with ${signer.kind === 'key' ? 'a key' : 'an identity'}, not with ${signature.kind === 'key' ? 'a key' : 'an identity'}`,
      fix: `write ${signer.kind}`,
    });
  else if (signer.teams !== undefined && !signer.teams.includes(metadata.team))
    yield releaseError('RELEASE_SIGNER_TEAM', 'signature.signer', {
      problem: `${signer.name} may sign models of ${signer.teams.join(', ')}, not of ${metadata.team}`,
      fix: `let a signer of ${metadata.team} sign it`,
    });
}

/** Everything that is checked about a release on its platform. */
export const releasePlaceRules: readonly Rule<PlacedRelease>[] = [
  knownEndpoint,
  readableFormat,
  ownModel,
  trustedSigner,
];

import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import type { EndpointSpec } from '../serving.ts';
import { pathText } from '../spec-path.ts';
import type { TargetKind } from '../target.ts';

/** Addresses that KServe 0.20 fetches classic models from. Language models it fetches from `s3://` alone, beside `oci://`. */
const CLASSIC = ['oci', 's3', 'gs', 'https'];
const LANGUAGE = ['oci', 's3'];
/** Places whose buckets are not S3. */
const OTHER_BUCKETS: readonly TargetKind[] = ['gcp', 'azure'];

/** The model that the spec itself names is one that the server can fetch, and the same tomorrow. */
export function* endpointModel({ serving, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    if (endpoint.model === undefined) continue;
    const at = pathText(['serving', 'endpoints', index, 'model']);
    const problem = unreadable(endpoint, endpoint.model, target.kind);
    if (problem !== undefined)
      yield {
        code: 'ENDPOINT_MODEL_SOURCE',
        level: 'error',
        at,
        problem,
        fix: 'push it to a registry and write oci://…@sha256:…',
      };
    else if (endpoint.model.startsWith('oci://') && !/@sha256:[0-9a-f]{64}$/.test(endpoint.model))
      yield {
        code: 'ENDPOINT_MODEL_DIGEST',
        level: 'error',
        at,
        problem: `${endpoint.model} names no digest: what it is could change without anybody’s commit`,
        fix: 'write the digest behind it: @sha256: and 64 digits of 0-9 and a-f',
      };
  }
}

function unreadable({ kind }: EndpointSpec, model: string, target: TargetKind): string | undefined {
  const scheme = /^([a-z0-9+]+):\/\//.exec(model)?.[1];
  const allowed = kind === 'language' ? LANGUAGE : CLASSIC;
  if (scheme === undefined)
    return kind === 'language' && OTHER_BUCKETS.includes(target)
      ? 'KServe fetches language models from S3 and from registries, not from the buckets of this cloud'
      : undefined;
  if (allowed.includes(scheme)) return undefined;
  return `${scheme}:// is no address that ${kind} models are fetched from; there are ${allowed.map((each) => `${each}://`).join(', ')}, and folders of the team’s bucket`;
}

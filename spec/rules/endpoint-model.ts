import type { Finding } from '../finding.ts';
import { mirrorsOf } from '../images.ts';
import { isCarried, isCommit, MODEL_REGISTRIES, modelAddress } from '../model-artefact.ts';
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
export function* endpointModel(spec: PlatformSpec): Iterable<Finding> {
  const { serving, target } = spec;
  const hasMirrors = mirrorsOf(spec).length > 0;
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    if (endpoint.model === undefined) continue;
    const at = pathText(['serving', 'endpoints', index, 'model']);
    const { model } = endpoint;
    if (hasMirrors && model.startsWith('hf://')) {
      yield* ofHuggingFace(spec, model, at);
      continue;
    }
    const problem = unreadable(endpoint, model, target.kind);
    if (problem !== undefined)
      yield {
        code: 'ENDPOINT_MODEL_SOURCE',
        level: 'error',
        at,
        problem,
        fix: model.startsWith('hf://')
          ? 'push it to a registry and write oci://…@sha256:…; or give the spec images.mirrors, and `plinth bundle models` makes an artefact of it'
          : 'push it to a registry and write oci://…@sha256:…',
      };
    else if (model.startsWith('oci://') && !/@sha256:[0-9a-f]{64}$/.test(model))
      yield {
        code: 'ENDPOINT_MODEL_DIGEST',
        level: 'error',
        at,
        problem: `${model} names no digest: what it is could change without anybody’s commit`,
        fix: 'write the digest behind it: @sha256: and 64 digits of 0-9 and a-f',
      };
  }
}

/** A platform with mirrors gets it as an artefact of its registry, as one commit. */
function* ofHuggingFace(spec: PlatformSpec, model: string, at: string): Iterable<Finding> {
  const address = modelAddress(model);
  if (address?.kind !== 'hf' || !isCommit(address.revision)) yield noCommit(model, at);
  else if (!isCarried(model, spec))
    yield {
      code: 'ENDPOINT_MODEL_SOURCE',
      level: 'error',
      at,
      problem: `no rule of images.mirrors has a place for ${model}: in the map Hugging Face is called ${MODEL_REGISTRIES.hf}`,
      fix: `add a rule with the source ${MODEL_REGISTRIES.hf}, or one with "*"`,
    };
}

function noCommit(model: string, at: string): Finding {
  return {
    code: 'ENDPOINT_MODEL_REVISION',
    level: 'error',
    at,
    problem: `${model} names no commit: what it is could change without anybody’s commit here`,
    fix: 'write hf://owner/name: and the 40 digits of the commit, which the page of the model’s files shows',
  };
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

import type { KubernetesObject, Lock, LockedModel } from '../../../constructs/core/index.ts';
import { IMAGE_VOLUMES, mountsImages } from '../../../constructs/serving/index.ts';
import type { Finding } from '../../../spec/finding.ts';
import { liesIn, mirroredImage } from '../../../spec/image-mirrors.ts';
import { mirrorsOf } from '../../../spec/images.ts';
import { isCarried, MODEL_REGISTRIES, modelAddress, modelArtefact } from '../../../spec/model-artefact.ts';
import type { PlatformSpec } from '../../../spec/platform.ts';
import { allowedRegistries } from '../../../spec/policy-registries.ts';
import { pathText } from '../../../spec/spec-path.ts';
import { bundleFinding } from '../bundle-error.ts';

/** A model of another store that a bundle carries as an artefact. */
export interface CarriedModel extends LockedModel {
  /** Its address, as the spec has it. */
  readonly from: string;
}

/** Models that a lock knows, by the name of their artefact. Pure. */
export function carriedModels(lock: Lock | undefined): ReadonlyMap<string, CarriedModel> {
  const found = Object.entries(lock?.models ?? {}).flatMap(([from, locked]): [string, CarriedModel][] => {
    const address = modelAddress(from);
    return address === undefined ? [] : [[modelArtefact(address, locked), { ...locked, from }]];
  });
  return new Map(found);
}

/**
 * Models that the platform names and a bundle would not have. Pure.
 *
 * @param spec - with the models that are carried already named as artefacts
 * @param released - objects of releases, sites’ among them
 */
export function modelFindings(
  spec: PlatformSpec,
  lock: Lock | undefined,
  released: readonly KubernetesObject[],
): readonly Finding[] {
  const named = (spec.serving?.endpoints ?? []).flatMap(({ model }, index) =>
    model === undefined ? [] : [{ model, at: pathText(['serving', 'endpoints', index, 'model']) }],
  );
  return [
    ...named.flatMap(({ at, model }) => notCarried(spec, at, model)),
    ...named.flatMap(({ at, model }) => notMounted(spec, at, model, carriedModels(lock))),
    ...named.flatMap(({ at, model }) => notAllowed(spec, at, model, carriedModels(lock))),
    ...released.flatMap(ofSites),
  ];
}

function notCarried(spec: PlatformSpec, at: string, model: string): Finding[] {
  if (model.startsWith('oci://')) return [];
  if (!model.includes('://'))
    return [
      bundleFinding('BUNDLE_MODEL_IN_BUCKET', at, {
        problem: `${model} is a folder of the team’s bucket, which lies in the platform’s own store: nothing outside has it`,
        fix: 'name where it can be had outside (oci://…@sha256:…, s3://bucket/folder or hf://owner/name:COMMIT), or leave it out with --no-models if somebody else brings it there',
      }),
    ];
  const address = modelAddress(model);
  if (address === undefined)
    return [
      bundleFinding('BUNDLE_MODEL_ADDRESS', at, {
        problem: `${model} cannot be carried: a bundle takes models from registries, S3 and Hugging Face`,
        fix: 'push it to a registry and write oci://…@sha256:…',
      }),
    ];
  // Of Hugging Face the spec's own rules and those of the lock speak: nothing can be rendered without them.
  if (address.kind === 'hf') return [];
  const registry = MODEL_REGISTRIES[address.kind];
  return [
    isCarried(model, spec)
      ? bundleFinding('BUNDLE_MODEL_NOT_PINNED', at, {
          problem: `the lock has no digest of ${model}, so nobody could say whether what comes is what was meant`,
          fix: 'run `plinth bundle models FILE --out DIR` and commit platform.lock, or leave it out with --no-models if the closed side’s own store has it',
        })
      : bundleFinding('BUNDLE_MODEL_NOT_MAPPED', at, {
          problem: `no rule of images.mirrors fits ${model}: in the map its store is called ${registry}`,
          fix: `add a rule with the source ${registry}, or one with "*"`,
        }),
  ];
}

/** What is carried has files and no programs, which only a node that mounts images can use. */
function notMounted(
  spec: PlatformSpec,
  at: string,
  model: string,
  carried: ReadonlyMap<string, CarriedModel>,
): Finding[] {
  const found = carried.get(model.replace('oci://', ''));
  if (found === undefined || mountsImages(spec.target.kubernetes)) return [];
  return [
    bundleFinding('BUNDLE_MODEL_KUBERNETES', at, {
      problem: `Kubernetes ${spec.target.kubernetes} cannot mount the artefact of ${found.from} as a volume, and KServe needs a shell in an image that it runs beside the server`,
      fix: `raise target.kubernetes to ${IMAGE_VOLUMES} or later, or push an image of the model with a shell in it and write oci://…@sha256:…`,
    }),
  ];
}

/** What a node mounts is judged like what a pod runs. */
function notAllowed(
  spec: PlatformSpec,
  at: string,
  model: string,
  carried: ReadonlyMap<string, CarriedModel>,
): Finding[] {
  const artefact = model.replace('oci://', '');
  const registries = allowedRegistries(spec);
  const name = mirroredImage(artefact, mirrorsOf(spec)).replace(/[:@][^/]*$/, '');
  if (!carried.has(artefact) || registries.length === 0 || registries.some((each) => liesIn(name, each))) return [];
  return [
    bundleFinding('BUNDLE_MODEL_NOT_ALLOWED', at, {
      problem: `inside it lies in ${name}, and pods of teams may take images of ${registries.join(', ')} alone: its servers would be refused`,
      fix: 'add the mirror to policy.images.registries',
    }),
  ];
}

/** A rollout as the hub is told of it. */
interface SiteRollout {
  readonly workload: string;
  readonly number: number;
  readonly withdrawn?: boolean;
}

/** Models of sites lie in chunks in the store of the hub, not in a registry. */
function ofSites({ data, kind }: KubernetesObject): Finding[] {
  const text = (data as Readonly<Record<string, string>> | undefined)?.['rollouts.json'];
  if (kind !== 'ConfigMap' || text === undefined) return [];
  const { rollouts } = JSON.parse(text) as { readonly rollouts: readonly SiteRollout[] };
  return rollouts
    .filter(({ withdrawn }) => withdrawn !== true)
    .map(({ number, workload }) =>
      bundleFinding('BUNDLE_MODEL_OF_SITES', `(releases) ${workload} ${number}`, {
        problem: 'its model lies in chunks in the store of the hub, which a bundle does not carry',
        fix: 'copy the folder that `plinth edge rollout --store` wrote beside the bundle, and say so with --no-models',
      }),
    );
}

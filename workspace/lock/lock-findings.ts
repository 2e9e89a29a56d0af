import type { AddOn, Lock } from '../../constructs/core/index.ts';
import type { Finding } from '../../spec/finding.ts';
import { mirrorsOf } from '../../spec/images.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { pathText } from '../../spec/spec-path.ts';
import { digestOfValue } from '../digest.ts';

/**
 * What is wrong with the lock of a platform: missing where delivery needs it, or made for other versions or values.
 *
 * @param addOns - of the platform as it is now
 */
export function lockFindings(spec: PlatformSpec, addOns: readonly AddOn[], lock: Lock | undefined): readonly Finding[] {
  if (lock === undefined) return needsLock(spec) ? [isRenamed(spec) ? unknownImages() : missing(spec)] : [];
  return [...addOns.flatMap((addOn) => stale(addOn, lock, needsLock(spec))), ...unknownModels(spec)];
}

/** Models that no server could fetch by the address that the spec has; those that the lock knows have another by now. */
function unknownModels({ serving }: PlatformSpec): Finding[] {
  return (serving?.endpoints ?? []).flatMap(({ model = '' }, index) =>
    model.startsWith('hf://')
      ? [
          {
            code: 'LOCK_MODEL_MISSING',
            level: 'error',
            at: pathText(['serving', 'endpoints', index, 'model']),
            problem: `the lock does not hold ${model}, and in a closed network nobody can ask Hugging Face`,
            fix: 'run `plinth bundle models FILE --out DIR` where it can be asked, and commit the folder platform.lock',
          } as const,
        ]
      : [],
  );
}

function needsLock(spec: PlatformSpec): boolean {
  return spec.delivery.kind === 'plain' || spec.delivery.kind === 'pulumi' || isRenamed(spec);
}

/** Charts that the cluster renders itself name their images as they like. */
function isRenamed(spec: PlatformSpec): boolean {
  return mirrorsOf(spec).length > 0;
}

function unknownImages(): Finding {
  return {
    code: 'IMAGE_MIRROR_NEEDS_LOCK',
    level: 'error',
    at: 'images.mirrors',
    problem: 'images that charts name are to be renamed, but without a lock what the charts contain is not known',
    fix: 'run `plinth lock` where there is a network, and commit the folder platform.lock; it serves every delivery',
  };
}

function missing({ delivery }: PlatformSpec): Finding {
  return {
    code: 'LOCK_MISSING',
    level: 'error',
    at: 'delivery.kind',
    problem: `delivery ${delivery.kind} applies plain objects, but what the add-ons contain is not known`,
    fix: 'run `plinth lock` once and commit the folder platform.lock, or choose argocd or flux, which fetch charts themselves',
  };
}

function stale({ chart, component, values, version }: AddOn, lock: Lock, needed: boolean): Finding[] {
  const found = lock.addOns[component.name];
  const level = needed ? 'error' : 'warning';
  const report = (code: Uppercase<string>, problem: string): Finding[] => [
    { code, level, at: '(lock)', problem, fix: 'run `plinth lock` again and commit the folder platform.lock' },
  ];
  if (found === undefined) return report('LOCK_ADDON_MISSING', `the lock does not hold ${component.name}`);
  if (found.version !== version)
    return report('LOCK_STALE', `the lock holds ${component.name} ${found.version}, the platform installs ${version}`);
  if (found.chart !== chart)
    return report(
      'LOCK_STALE',
      `the lock holds ${component.name} of chart ${found.chart ?? version}, the platform installs chart ${chart ?? version}`,
    );
  if (found.valuesDigest !== digestOfValue(values))
    return report('LOCK_STALE', `the lock holds ${component.name} rendered with other values`);
  return [];
}

import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { fixByName } from '../../spec/nearest.ts';
import type { OverrideSpec } from '../../spec/overrides.ts';
import { type KubernetesObject, objectName } from './manifest.ts';

/**
 * Changes single objects after all rooms have made theirs: the way out when the spec has no word for something.
 *
 * @throws {PlatformError} `OVERRIDE_TARGET_UNKNOWN` if no object has that kind, namespace and name; `OVERRIDE_PATCH_FAILS`
 * if an operation does not fit the object.
 */
export function applyOverrides(root: IConstruct, overrides: readonly OverrideSpec[]): void {
  if (overrides.length === 0) return;
  const objects = new Map(
    root.node.findAll().flatMap((each) => (each instanceof ApiObject ? [[nameOf(each), each] as const] : [])),
  );
  const findings = overrides.flatMap((override, index) => apply(objects, override, `overrides[${index}]`));
  if (findings.length > 0) throw new PlatformError(findings);
}

function apply(objects: ReadonlyMap<string, ApiObject>, override: OverrideSpec, at: string): Finding[] {
  const { kind, name, namespace, patch } = override;
  const wanted = objectName({ apiVersion: '', kind, metadata: { name, namespace } });
  const object = objects.get(wanted);
  if (object === undefined) {
    const known = [...objects.keys()].filter((each) => each.startsWith(`${kind} `));
    return [
      finding(
        'OVERRIDE_TARGET_UNKNOWN',
        at,
        `no object ${wanted} is rendered`,
        fixByName(wanted, known.length > 0 ? known : [...objects.keys()]),
      ),
    ];
  }
  const operations = patch.map((each) =>
    each.op === 'remove' ? JsonPatch.remove(each.path) : JsonPatch[each.op](each.path, each.value),
  );
  try {
    JsonPatch.apply(structuredClone(object.toJson()), ...operations);
  } catch (error) {
    const words = (error as Error).message.split('\n')[0] ?? '';
    return [
      finding(
        'OVERRIDE_PATCH_FAILS',
        `${at}.patch`,
        `the patch does not fit ${wanted}: ${words}`,
        'look at the rendered object and correct the path; `add` makes a field, `replace` needs one',
      ),
    ];
  }
  object.addJsonPatch(...operations);
  return [];
}

function nameOf(object: ApiObject): string {
  const { kind, metadata } = object;
  return objectName({
    apiVersion: object.apiVersion,
    kind,
    metadata: { name: metadata.name ?? '', namespace: metadata.namespace },
  } as KubernetesObject);
}

function finding(code: Uppercase<string>, at: string, problem: string, fix: string): Finding {
  return { code, level: 'error', at, problem, fix };
}

import { LABELS, type Manifest, manifestsOf } from '../constructs/core/index.ts';
import { depth } from '../constructs/delivery/add-on-order.ts';
import { CASCADE } from '../constructs/delivery/argo-cd-delivery.ts';
import { deliveryFiles } from '../constructs/delivery/index.ts';
import type { Platform } from '../constructs/platform.ts';
import type { DeliveryKind } from '../spec/delivery.ts';
import type { ClusterObject } from './kubernetes-object.ts';
import { isCustom } from './object-kinds.ts';
import type { PlacedObject } from './object-order.ts';

/** Room whose objects bring all the others. */
const DELIVERY = 'delivery';
/** Files of Argo CD's folder that it does not read itself: all else it finds from there. */
const ARGO_CD_ROOT = ['argocd/project.yaml', 'argocd/root.yaml'];
/** Folders of Flux whose files are applied by Flux itself. */
const FLUX_ADD_ONS = /^flux\/(platform-)?add-ons\//;

/**
 * The rendered objects that the stack itself brings: all of them where it is the delivery, only what Argo CD or Flux begins
 * with where that is, none where people apply the folder.
 *
 * Argo CD's root application and Flux's steps are deleted first and waited for: they take what they brought along, tenants before
 * platform, while the cluster's machines and rights are still there.
 */
export function deliveredObjects(platform: Platform, delivery: DeliveryKind): PlacedObject[] {
  switch (delivery) {
    case 'pulumi':
      return placed(platform, manifestsOf(platform));
    case 'argocd':
      return [...ownObjects(platform), ...fileObjects(platform, (file) => ARGO_CD_ROOT.includes(file)).map(cascading)];
    case 'flux':
      return [...ownObjects(platform), ...inTurn(fileObjects(platform, (file) => !FLUX_ADD_ONS.test(file)))];
    case 'plain':
      return [];
  }
}

/** Rendered namespaces with these names. */
export function namespacesOf(platform: Platform, names: ReadonlySet<string>): PlacedObject[] {
  const found = manifestsOf(platform).filter(({ object }) => object.kind === 'Namespace');
  return placed(
    platform,
    found.filter(({ object }) => names.has(object.metadata.name)),
  );
}

/** Custom resources among objects whose definition is not: their API groups. Something else must have brought it. */
export function undefinedGroups(objects: readonly PlacedObject[]): string[] {
  const defined = new Set(
    objects.flatMap(({ object }) =>
      object.kind === 'CustomResourceDefinition' ? [(object['spec'] as { readonly group: string }).group] : [],
    ),
  );
  const groups = objects.flatMap(({ object }) =>
    isCustom(object) ? [object.apiVersion.slice(0, object.apiVersion.indexOf('/'))] : [],
  );
  return [...new Set(groups)].filter((group) => !defined.has(group)).sort();
}

function ownObjects(platform: Platform): PlacedObject[] {
  return placed(
    platform,
    manifestsOf(platform).filter(({ room }) => room === DELIVERY),
  );
}

/** Where each object belongs. What an add-on brings comes after the room's own, and after the add-ons that it waits for. */
function placed(platform: Platform, manifests: readonly Manifest[]): PlacedObject[] {
  const addOns = platform.addOns.map((addOn) => ({ path: `${addOn.node.path}/`, depth: 1 + depth(addOn) }));
  return manifests.map(({ construct, object, room, team, wave }) => ({
    wave,
    room,
    team,
    depth: addOns.find(({ path }) => construct.startsWith(path))?.depth ?? 0,
    object: object as ClusterObject,
  }));
}

function fileObjects(platform: Platform, takes: (file: string) => boolean): PlacedObject[] {
  return [...deliveryFiles(platform)]
    .filter(([file]) => takes(file))
    .flatMap(([, objects]) => objects)
    .map((object) => ({
      wave: 'platform',
      room: object.metadata.labels?.[LABELS.room] ?? DELIVERY,
      object: object as ClusterObject,
    }));
}

function cascading(each: PlacedObject): PlacedObject {
  const { object } = each;
  if (object.kind !== 'Application') return each;
  return { ...each, object: { ...object, metadata: { ...object.metadata, finalizers: [CASCADE] } } };
}

/** Flux's steps one after another, as they depend on each other: the last is deleted first. */
function inTurn(objects: readonly PlacedObject[]): PlacedObject[] {
  const steps = new Map(objects.map((each) => [each.object.metadata.name, each.object]));
  const turn = (object: ClusterObject): number => {
    if (object.kind !== 'Kustomization') return 0;
    const { dependsOn = [] } = object['spec'] as { readonly dependsOn?: readonly { readonly name: string }[] };
    return 1 + Math.max(0, ...dependsOn.flatMap(({ name }) => turnOf(steps.get(name))));
  };
  const turnOf = (object: ClusterObject | undefined) => (object === undefined ? [] : [turn(object)]);
  return objects.map((each) => ({ ...each, depth: turn(each.object) }));
}

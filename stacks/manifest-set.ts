import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import { LABELS } from '../constructs/core/index.ts';
import { KEPT } from '../constructs/tenancy/kept.ts';
import type { ClusterProviders } from './cluster-provider.ts';
import type { Deletion } from './deletion.ts';
import { type ClusterObject, KubernetesObject } from './kubernetes-object.ts';
import { isClustersOwn, isWithinCluster } from './object-kinds.ts';
import { type OrderedObject, objectOrder, type PlacedObject } from './object-order.ts';

/** What is brought into a cluster, and how. */
export interface ManifestSetArgs {
  /** The objects; each has a name of its own. */
  readonly objects: readonly PlacedObject[];
  /** The cluster; they depend on everything that must outlive the objects. */
  readonly providers: ClusterProviders;
  /** What happens to what people would miss. */
  readonly deletion: Deletion;
  /** Resources that are there before the first object, and go after the last. @default - none */
  readonly after?: readonly Resource[];
  /**
   * The cluster, if the same stack makes it: objects that leave nothing behind outside it then go with it.
   *
   * @default - each object is deleted by itself
   */
  readonly cluster?: Resource;
}

/**
 * Objects of a cluster, each a resource of its own; the only place where manifests and Pulumi meet.
 *
 * In the preview they stand below the room or team that they belong to. Their names come from themselves, so that
 * nothing is renamed when another object comes or goes. What must outlive its entry in the spec ({@link KEPT}) is left in the
 * cluster unless the environment is ephemeral.
 */
export class ManifestSet extends ComponentResource {
  /** Resources that are there when all objects are. */
  public readonly last: readonly Resource[];
  readonly #parts = new Map<string, ManifestPart>();
  readonly #made = new Map<PlacedObject, KubernetesObject>();
  readonly #name: string;

  public constructor(name: string, args: ManifestSetArgs, opts?: ComponentResourceOptions) {
    super('plinth:kubernetes:ManifestSet', name, {}, opts);
    this.#name = name;
    const order = objectOrder(args.objects);
    for (const each of order.objects) this.#made.set(each.placed, this.#object(each, args));
    this.last = this.#resources(order.last);
    this.registerOutputs({ objects: args.objects.length });
  }

  #object({ after, placed }: OrderedObject, args: ManifestSetArgs): KubernetesObject {
    const { object } = placed;
    return new KubernetesObject(object, {
      parent: this.#part(placed),
      provider: isClustersOwn(object) ? args.providers.adopting : args.providers.usual,
      dependsOn: after.length === 0 ? [...(args.after ?? [])] : this.#resources(after),
      ...(args.deletion === 'protected' && isKept(object) ? { retainOnDelete: true } : {}),
      ...(args.cluster !== undefined && isWithinCluster(object) ? { deletedWith: args.cluster } : {}),
    });
  }

  #resources(placed: readonly PlacedObject[]): KubernetesObject[] {
    return placed.flatMap((each) => this.#made.get(each) ?? []);
  }

  #part({ room, team }: PlacedObject): ManifestPart {
    const key = team === undefined ? room : `team-${team}`;
    const part = this.#parts.get(key) ?? new ManifestPart(`${this.#name}-${key}`, { parent: this });
    this.#parts.set(key, part);
    return part;
  }
}

/** The objects of one room, or of one team; groups the preview and nothing else. */
class ManifestPart extends ComponentResource {
  public constructor(name: string, opts: ComponentResourceOptions) {
    super('plinth:kubernetes:Part', name, {}, opts);
    this.registerOutputs();
  }
}

function isKept({ metadata }: ClusterObject): boolean {
  return Object.entries(KEPT).some(([key, value]) => metadata.annotations?.[key] === value);
}

/** Labels of an object that the stack brings beside the rendered ones. */
export function stackLabels(platform: string): Record<string, string> {
  return { [LABELS.partOf]: platform, [LABELS.managedBy]: 'plinth', [LABELS.room]: 'stack' };
}

import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { type KubernetesObject, LABELS } from '../core/index.ts';

/** Marks a chart of delivery objects; cdk8s gives `instanceof` a meaning of its own. */
const IS_DELIVERY = Symbol.for('plinth.DeliveryChart');

/** Objects that bring the others to the cluster; they stand in a file of their own beside the waves. */
export class DeliveryChart extends Chart {
  /** File below the rendered folder, for example `argocd/apps/10-operators.yaml`. */
  public readonly file: string;
  public readonly [IS_DELIVERY] = true;

  public constructor(scope: Construct, file: string, platform: string) {
    super(scope, file.replaceAll('/', ':'), {
      disableResourceNameHashes: true,
      labels: { [LABELS.partOf]: platform, [LABELS.managedBy]: 'plinth', [LABELS.room]: 'delivery' },
    });
    this.file = file;
  }
}

/** The files of all delivery objects below a construct. */
export function deliveryFiles(root: IConstruct): ReadonlyMap<string, readonly KubernetesObject[]> {
  const files = new Map<string, KubernetesObject[]>();
  for (const chart of root.node.findAll()) {
    if (!(IS_DELIVERY in chart)) continue;
    const objects = chart.node.findAll().filter((each): each is ApiObject => each instanceof ApiObject);
    files.set(
      (chart as DeliveryChart).file,
      objects.map((object) => object.toJson() as KubernetesObject),
    );
  }
  return files;
}

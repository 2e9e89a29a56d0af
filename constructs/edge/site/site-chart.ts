import { ApiObject, App, Chart } from 'cdk8s';
import { type KubernetesObject, LABELS } from '../../core/index.ts';

/** Label with the name of a site. */
export const SITE_LABEL = 'plinth.dev/site';

/** Objects of one site's own cluster: apart from the platform's tree, because they go to another API server. */
export class SiteChart extends Chart {
  /** @param site - name of the site @param platform - name of the platform */
  public constructor(site: string, platform: string) {
    super(new App(), 'site', {
      disableResourceNameHashes: true,
      labels: { [LABELS.partOf]: platform, [LABELS.managedBy]: 'plinth', [SITE_LABEL]: site },
    });
  }

  /** The objects as they are written: namespaces first, then in the order in which they were made. */
  public get objects(): readonly KubernetesObject[] {
    const all = this.node
      .findAll()
      .flatMap((each) => (each instanceof ApiObject ? [each.toJson() as KubernetesObject] : []));
    const first = all.filter(({ kind }) => kind === 'Namespace');
    return [...first, ...all.filter((each) => !first.includes(each))];
  }

  /** Name of an object without an explicit one: a mistake here, because a name that follows the tree changes when the tree does. */
  public override generateObjectName(object: ApiObject): string {
    throw new Error(`bug: ${object.node.path} (${object.kind}) has no explicit metadata.name`);
  }
}

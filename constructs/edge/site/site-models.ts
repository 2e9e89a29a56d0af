import { Construct } from 'constructs';
import { modelNode } from '../../../spec/edge-placement.ts';
import type { EdgeSite } from '../../../spec/edge-site.ts';
import { sizeText } from '../../../spec/units.ts';
import { PersistentVolume, PersistentVolumeClaim } from '../../imports/kubernetes.gen.ts';

/** Name of the claim on the folder of models, in every namespace. */
export const MODELS_CLAIM = 'models';
/** Class of these volumes; nobody makes them by itself, so that a site needs nothing to start. */
const CLASS = 'plinth-edge';

/** Folder of models on a site's first machine. Talos mounts volumes of its users there; elsewhere it is yours to make. */
function modelFolder({ kind }: Pick<EdgeSite, 'kind'>): string {
  return kind === 'talos' ? '/var/mnt/plinth-edge' : '/var/lib/plinth-edge';
}

/** What a namespace may do with models. */
export interface SiteModelsProps {
  /** The site. */
  readonly site: EdgeSite;
  /** Namespace. */
  readonly namespace: string;
  /** Whether it may write: only the agent's may. */
  readonly writes: boolean;
}

/**
 * The folder of models as a volume of one namespace. A local volume and not a path of the host: the restricted level allows it, it
 * is bound to the machine that has the models, and whoever uses it runs there.
 */
export class SiteModels extends Construct {
  public constructor(scope: Construct, id: string, { namespace, site, writes }: SiteModelsProps) {
    super(scope, id);
    const name = `plinth-edge-models-${namespace}`;
    const accessModes = [writes ? ('ReadWriteOnce' as const) : ('ReadOnlyMany' as const)];
    const storage = sizeText(site.disk);
    new PersistentVolume(this, 'volume', {
      metadata: { name },
      spec: {
        capacity: { storage },
        accessModes,
        storageClassName: CLASS,
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { namespace, name: MODELS_CLAIM },
        local: { path: modelFolder(site) },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              {
                matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [modelNode(site)] }],
              },
            ],
          },
        },
      },
    });
    new PersistentVolumeClaim(this, 'claim', {
      metadata: { name: MODELS_CLAIM, namespace },
      spec: { accessModes, storageClassName: CLASS, volumeName: name, resources: { requests: { storage } } },
    });
  }
}

import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps, WAVES, type Wave } from '../core/index.ts';
import { ARGO_CD_NAMESPACE, ArgoCdDelivery } from './argo-cd-delivery.ts';
import { type ArgoCdValues, argoCdValues } from './argo-cd-values.ts';
import { FLUX_NAMESPACE, FluxDelivery } from './flux-delivery.ts';

/** What delivery is given. */
export interface DeliveryProps extends RoomProps {
  /** Everything that charts install, in all rooms before this one. */
  readonly addOns: readonly AddOn[];
  /** Namespaces that the platform writes to. */
  readonly namespaces: readonly string[];
  /** API groups of the cluster-wide objects that the platform writes. */
  readonly clusterGroups: readonly string[];
}

/** Delivery: how the manifests reach the cluster. A value, not a patch: no other room asks for it. */
export class Delivery extends Room {
  /** Files beside the objects: path below the rendered folder to content. */
  public readonly files = new Map<string, object>();

  public constructor(scope: Construct, props: DeliveryProps) {
    super(scope, 'delivery', props);
    const { delivery } = props.spec;
    if (delivery.kind === 'argocd') this.#argoCd(props, delivery);
    if (delivery.kind === 'flux') this.#flux(props, delivery);
  }

  #argoCd({ addOns, clusterGroups, namespaces, spec }: DeliveryProps, delivery: ArgoCdDelivery['delivery']): void {
    new PlatformNamespace(this.in('operators'), 'namespace', {
      name: ARGO_CD_NAMESPACE,
      kubernetes: spec.target.kubernetes,
    });
    const values = argoCdValues();
    const argoCd = this.install<ArgoCdValues>({
      component: components['argo-cd'],
      namespace: ARGO_CD_NAMESPACE,
      values,
    });
    this.files.set('argocd/bootstrap/values.yaml', values);
    const all = [...addOns, argoCd];
    new ArgoCdDelivery(this, 'argocd', {
      platform: spec.metadata.name,
      delivery,
      waves: waves(all),
      addOns: all.filter(unlocked),
      namespaces,
      clusterGroups,
    });
  }

  #flux({ addOns, spec }: DeliveryProps, delivery: FluxDelivery['delivery']): void {
    new FluxDelivery(this, 'flux', {
      platform: spec.metadata.name,
      delivery,
      waves: waves(addOns),
      addOns: addOns.filter(unlocked),
    });
    this.external.push({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: FLUX_NAMESPACE,
      purpose: 'Flux itself, which `flux bootstrap` or the stack brings',
    });
  }
}

function unlocked({ locked }: AddOn): boolean {
  return locked === undefined;
}

/** Waves that have objects: definitions stand apart from their charts only where a lock holds them. */
function waves(addOns: readonly AddOn[]): Wave[] {
  const crds = addOns.some(({ locked }) => (locked?.crds.length ?? 0) > 0);
  return WAVES.filter((wave) => wave !== 'crds' || crds);
}

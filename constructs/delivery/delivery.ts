import type { Construct } from 'constructs';
import { type AddOn, Room, type RoomProps, WAVES } from '../core/index.ts';
import { ArgoCdDelivery } from './argo-cd-delivery.ts';
import { FluxDelivery } from './flux-delivery.ts';

/** What delivery is given. */
export interface DeliveryProps extends RoomProps {
  /** Everything that charts install, in all rooms. */
  readonly addOns: readonly AddOn[];
  /** Namespaces that the platform writes to. */
  readonly namespaces: readonly string[];
}

/** Delivery: how the manifests reach the cluster. A value, not a patch: no other room asks for it. */
export class Delivery extends Room {
  public constructor(scope: Construct, props: DeliveryProps) {
    super(scope, 'delivery', props);
    const { addOns, namespaces, spec } = props;
    const { delivery, metadata } = spec;
    const unlocked = addOns.filter(({ locked }) => locked === undefined);
    const waves = WAVES.filter((wave) => wave !== 'crds' || hasCrds(addOns));

    if (delivery.kind === 'argocd')
      new ArgoCdDelivery(this, 'argocd', { platform: metadata.name, delivery, waves, addOns: unlocked, namespaces });
    if (delivery.kind === 'flux')
      new FluxDelivery(this, 'flux', { platform: metadata.name, delivery, waves, addOns: unlocked });
  }
}

function hasCrds(addOns: readonly AddOn[]): boolean {
  return addOns.some(({ locked }) => (locked?.crds.length ?? 0) > 0);
}

import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { type Access, CLIENT_SECRET_KEY, ProtectedRoute } from '../access/index.ts';
import {
  type AddOn,
  type KubernetesObject,
  PlatformNamespace,
  Room,
  type RoomProps,
  WAVES,
  type Wave,
} from '../core/index.ts';
import { ARGO_CD_NAMESPACE, ArgoCdDelivery } from './argo-cd-delivery.ts';
import { ARGO_CD_CALLBACK, ARGO_CD_PART, ARGO_CD_SECRET } from './argo-cd-sign-in.ts';
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
  /** The way in. @default - there is none: nobody signs in to Argo CD */
  readonly access?: Access;
  /** Job that must succeed before what belongs to teams is changed. @default - nothing stops a change */
  readonly gate?: KubernetesObject | undefined;
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

  /** Argo CD's own objects outlive the platform that it takes away: it would wait for its own end. */
  #argoCd(
    { access, addOns, clusterGroups, gate, namespaces, spec }: DeliveryProps,
    delivery: ArgoCdDelivery['delivery'],
  ): void {
    new PlatformNamespace(this.in('operators'), 'namespace', {
      name: ARGO_CD_NAMESPACE,
      kubernetes: spec.target.kubernetes,
    });
    const { metadata, teams } = spec;
    const values = argoCdValues(access && { access, platform: metadata.name, teams });
    if (access !== undefined) this.#wayIn(access);
    const argoCd = this.install<ArgoCdValues>({
      component: components['argo-cd'],
      namespace: ARGO_CD_NAMESPACE,
      values,
    });
    this.files.set('argocd/bootstrap/values.yaml', values);
    for (const object of [this.in('crds'), this.in('operators')].flatMap(objectsIn))
      object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Delete=false');
    const all = [...addOns, argoCd];
    new ArgoCdDelivery(this, 'argocd', {
      platform: spec.metadata.name,
      delivery,
      waves: waves(all),
      releases: servesModels(spec),
      addOns: all.filter(unlocked),
      namespaces,
      clusterGroups,
      gate,
    });
  }

  /** Argo CD signs people in itself, at the same issuer; its command line goes the same way. */
  #wayIn(access: Access): void {
    // Not this room's: a stack brings its objects first of all.
    const chart = access.behind;
    const host = access.host(ARGO_CD_PART);
    access.handsBackTo(`https://${host}${ARGO_CD_CALLBACK}`);
    access.secret(chart, 'argocd-sign-in', {
      name: ARGO_CD_SECRET,
      namespace: ARGO_CD_NAMESPACE,
      keys: [CLIENT_SECRET_KEY],
      entry: access.signIn.clientEntry,
      purpose: 'secret of the client that people sign in to Argo CD with',
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
    });
    new ProtectedRoute(chart, 'argocd', {
      access,
      name: 'argocd',
      namespace: ARGO_CD_NAMESPACE,
      host,
      backend: {
        service: `${components['argo-cd'].name}-argocd-server`,
        port: 80,
        podLabels: { 'app.kubernetes.io/name': 'argocd-server' },
        podPort: 8080,
      },
      audience: 'itself',
      because: 'Argo CD signs people in at the same issuer, and its command line keeps a stream open',
      timeout: '0s',
    });
  }

  #flux({ addOns, gate, spec }: DeliveryProps, delivery: FluxDelivery['delivery']): void {
    new FluxDelivery(this, 'flux', {
      platform: spec.metadata.name,
      delivery,
      waves: waves(addOns),
      releases: servesModels(spec),
      addOns: addOns.filter(unlocked),
      gate,
    });
    this.external.push({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: FLUX_NAMESPACE,
      purpose: 'Flux itself, which `flux bootstrap` or the stack brings',
    });
  }
}

/** Every object in a chart. */
function objectsIn(chart: IConstruct): ApiObject[] {
  return chart.node.findAll().filter((each): each is ApiObject => each instanceof ApiObject);
}

function unlocked({ locked }: AddOn): boolean {
  return locked === undefined;
}

/** Whether there is a folder of releases: one for each team that has an endpoint, and one for the sites. */
function servesModels({ edge, serving }: RoomProps['spec']): boolean {
  const sends = edge?.workloads.some(({ kind }) => kind === 'server') ?? false;
  return sends || (serving !== undefined && serving.endpoints.length > 0);
}

/** Waves that have objects: definitions stand apart from their charts only where a lock holds them. */
function waves(addOns: readonly AddOn[]): Wave[] {
  const crds = addOns.some(({ locked }) => (locked?.crds.length ?? 0) > 0);
  return WAVES.filter((wave) => wave !== 'crds' || crds);
}

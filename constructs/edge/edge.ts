import type { Construct } from 'constructs';
import type { EdgeSpec } from '../../spec/edge.ts';
import { mirrorsOf } from '../../spec/images.ts';
import { type Access, PassedRoute } from '../access/index.ts';
import { type KubernetesObject, PlatformNamespace, podImages, Room, type RoomProps } from '../core/index.ts';
import { EdgeAuthority } from './edge-authority.ts';
import { EDGE_NAMESPACE, HUB, HUB_PODS } from './edge-places.ts';
import { EdgeHub } from './hub.ts';
import { hubConfig } from './hub-config.ts';
import { type SiteMirrors, siteMirrors } from './site/site-mirrors.ts';
import { siteObjects } from './site/site-objects.ts';

/** What the edge is given. */
export interface EdgeProps extends RoomProps {
  /** What the spec says about it. */
  readonly edge: EdgeSpec;
  /** The way in. */
  readonly access: Access;
}

/** Edge: a hub that brings signed models to sites ring by ring, and what runs at each site. */
export class Edge extends Room {
  /** Address at which sites reach the hub. */
  public readonly url: string;
  /** Objects of each site's own cluster, by the site's name; they are not the platform's, and go to other API servers. */
  public readonly sites: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** Where the machines of sites look for images first; sites to which none come in pieces are not in it. */
  public readonly mirrors: readonly SiteMirrors[];

  public constructor(scope: Construct, props: EdgeProps) {
    super(scope, 'edge', props);
    const { access, edge, facts, spec } = props;
    const host = edge.host ?? access.host('edge');
    const sites = edge.sites.filter(({ revoked }) => !revoked);
    new PlatformNamespace(this.in('operators'), 'namespace', {
      name: EDGE_NAMESPACE,
      kubernetes: spec.target.kubernetes,
    });
    const chart = this.in('platform');
    if (edge.store.kind === 'address' && edge.store.signed)
      access.secret(chart, 'store', {
        name: HUB.storeSecret,
        namespace: EDGE_NAMESPACE,
        keys: ['header'],
        purpose: 'header with which the hub reads models from their store, one line such as Authorization: Bearer …',
      });
    new EdgeAuthority(chart, 'authority', { hosts: [host], sites: sites.map(({ name }) => name) });
    new EdgeHub(chart, 'hub', {
      edge,
      config: hubConfig(edge, spec.releases),
      storageClass: facts.blockStorage,
      network: facts.network,
    });
    const route = new PassedRoute(chart, 'route', {
      access,
      name: 'edge',
      namespace: EDGE_NAMESPACE,
      host,
      backend: { service: HUB.name, port: HUB.port, podLabels: HUB_PODS },
      because: 'sites show certificates, which only the hub can take back at once',
    });
    this.url = route.url;
    const { metadata, releases } = spec;
    const site = { edge, platform: metadata.name, hub: route.url, releases, mirrors: mirrorsOf(spec) };
    this.sites = new Map(sites.map((each) => [each.name, siteObjects(each, site)]));
    this.mirrors = sites.flatMap((each) => siteMirrors(edge, each, site.mirrors) ?? []);
  }

  /** Images that run at sites, sorted: they must lie there before the link breaks. */
  public get images(): readonly string[] {
    return [...new Set([...this.sites.values()].flat().flatMap(podImages))].sort();
  }
}

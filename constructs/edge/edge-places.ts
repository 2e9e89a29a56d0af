/** Namespace of the hub on the platform, and of the agent at a site. */
export const EDGE_NAMESPACE = 'plinth-edge';
/** User and group of hub and agent, by their image; models at a site are readable for this group. */
export const EDGE_USER = 65_532;

/** The hub. */
export const HUB = {
  /** Name of its Deployment and Service. */
  name: 'edge-hub',
  /** Port at which sites call, with certificates of both sides. */
  port: 8_443,
  /** Port of figures and of the state, without a certificate: Prometheus, and whoever forwards a port. */
  metricsPort: 9_090,
  /** ConfigMap with rings, sites and workloads; rendered by `synth`. */
  config: 'edge-hub',
  /** ConfigMap with rollouts and models; written by `plinth edge`. */
  rollouts: 'edge-rollouts',
  /** Secret with its certificate and the authority of the sites. */
  certificate: 'edge-hub-tls',
  /** Secret with the header for the store, where it is signed. */
  storeSecret: 'edge-store',
  /** Volume with its state. */
  stateClaim: 'edge-state',
  /** Volume with the pieces of models, where they lie in one. */
  storeClaim: 'edge-store',
} as const;

/** Labels of the hub's pods. */
export const HUB_PODS = { 'app.kubernetes.io/name': HUB.name } as const;

/** Names at a site. */
export const AGENT = {
  /** Name of its Deployment and ServiceAccount. */
  name: 'plinth-edge-agent',
  /** Secret with its identity; brought to the site by hand, once and at each renewal. */
  identity: 'plinth-edge-identity',
  /** ConfigMap with the keys of who may sign. */
  signers: 'plinth-edge-signers',
  /** Address of its figures, inside the pod only. */
  metrics: '127.0.0.1:9091',
  /** Folder of models in the agent's container. */
  folder: '/var/lib/plinth-edge',
} as const;

/** What gives the machine of a site its images. */
export const SITE_IMAGES = {
  /** Name of its namespace, Deployment and ServiceAccount. */
  name: 'plinth-edge-images',
  /** Port on which the container runtime of the machine asks, on the machine's own loopback address alone. */
  port: 5_099,
} as const;

/** Name of a site's certificate, and of the Secret with it on the platform. */
export function siteCertificate(site: string): string {
  return `site-${site}`;
}

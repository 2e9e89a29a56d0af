import { Construct } from 'constructs';
import type { EdgeSite } from '../../../spec/edge-site.ts';
import { RESTRICTED_CONTAINER, restrictedPod } from '../../core/index.ts';
import { type Container, Deployment, NetworkPolicy, ServiceAccount } from '../../imports/kubernetes.gen.ts';
import { AGENT, EDGE_USER, SITE_IMAGES } from '../edge-places.ts';
import { STAYING } from './site-agent.ts';
import { MODELS_CLAIM, SiteModels } from './site-models.ts';
import { SiteNamespace } from './site-namespace.ts';

/** What gives a site's machine its images is made from. */
export interface SiteImagesProps {
  /** The site. */
  readonly site: EdgeSite;
  /** Image of the agent: it is one of its verbs. */
  readonly image: string;
}

const PODS = { 'app.kubernetes.io/name': SITE_IMAGES.name };
const metadata = { name: SITE_IMAGES.name, namespace: SITE_IMAGES.name };
const BECAUSE =
  'The container runtime of the machine asks for images on a port of the machine: a hostPort, on its loopback address alone. ' +
  'The pod is restricted in all else, reads what the agent has checked, reaches nobody, and knows no identity and no token.';

/**
 * Gives the container runtime of a site's first machine the images that came in pieces. It is apart from the agent: what has a
 * port has no identity, and what has an identity has no port.
 */
export class SiteImages extends Construct {
  public constructor(scope: Construct, id: string, { image, site }: SiteImagesProps) {
    super(scope, id);
    new SiteNamespace(this, 'namespace', SITE_IMAGES.name, BECAUSE);
    new SiteModels(this, 'models', { site, namespace: SITE_IMAGES.name, writes: false });
    new ServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    // The folder stays the agent's: a group of its own would hand it over.
    const { fsGroup: _, fsGroupChangePolicy: __, ...security } = restrictedPod(EDGE_USER);
    new Deployment(this, 'images', {
      metadata,
      spec: {
        replicas: 1,
        // Two would want one port.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: PODS },
        template: {
          metadata: { labels: PODS },
          spec: {
            serviceAccountName: SITE_IMAGES.name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: security,
            tolerations: STAYING,
            containers: [container(image)],
            volumes: [{ name: 'models', persistentVolumeClaim: { claimName: MODELS_CLAIM, readOnly: true } }],
          },
        },
      },
    });
    new NetworkPolicy(this, 'runtime', {
      metadata: { ...metadata, name: `${SITE_IMAGES.name}-needs` },
      spec: {
        podSelector: { matchLabels: PODS },
        policyTypes: ['Ingress', 'Egress'],
        // What comes by the machine's port has an address of the machine, which differs from site to site.
        ingress: [{ ports: [{ protocol: 'TCP', port: SITE_IMAGES.port }] }],
        egress: [],
      },
    });
  }
}

function container(image: string): Container {
  const check = { exec: { command: ['plinth-edge', 'check', '--address', `127.0.0.1:${SITE_IMAGES.port}`] } };
  return {
    name: 'images',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: ['images', `--data=${AGENT.folder}`, `--listen=:${SITE_IMAGES.port}`],
    ports: [{ name: 'images', containerPort: SITE_IMAGES.port, hostPort: SITE_IMAGES.port, hostIP: '127.0.0.1' }],
    startupProbe: { ...check, periodSeconds: 5, failureThreshold: 60 },
    livenessProbe: { ...check, periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 5 },
    resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '70Mi' } },
    securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
    volumeMounts: [{ name: 'models', mountPath: AGENT.folder, readOnly: true }],
  };
}

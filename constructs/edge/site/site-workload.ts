import { Construct } from 'constructs';
import { candidateNodes, edgeAccelerator } from '../../../spec/edge-placement.ts';
import type { EdgeSite } from '../../../spec/edge-site.ts';
import type { EdgeWorkload } from '../../../spec/edge-workload.ts';
import { sizeText } from '../../../spec/units.ts';
import { READ_ONLY_CONTAINER, restrictedPod } from '../../core/index.ts';
import {
  type Container,
  Deployment,
  NetworkPolicy,
  type PodSpec,
  Service,
  ServiceAccount,
} from '../../imports/kubernetes.gen.ts';
import { EDGE_USER } from '../edge-places.ts';
import { STAYING } from './site-agent.ts';
import { MODELS_CLAIM } from './site-models.ts';
import { SITE_DNS } from './site-namespace.ts';

/** What a workload at a site is made from. */
export interface SiteWorkloadProps {
  /** The workload as it is at this site. */
  readonly workload: EdgeWorkload;
  /** The site. */
  readonly site: EdgeSite;
  /** Image of the agent, which waits for the first model. */
  readonly agentImage: string;
}

/** Folder of models in a server's container. */
const MODELS = '/models';
/** User of workloads; none of the usual images' own, so that files of images are read-only. */
const USER = 10_001;
/** Time between two looks whether it has started. Unit: seconds. */
const START_EVERY = 5;

/**
 * A workload at a site: runs from what lies at the site, starts again after a loss of power without asking anybody, and reaches
 * nothing outside but what is declared.
 */
export class SiteWorkload extends Construct {
  public constructor(scope: Construct, id: string, props: SiteWorkloadProps) {
    super(scope, id);
    const { name, port, reaches, team: namespace } = props.workload;
    const pods = { 'app.kubernetes.io/name': name };
    const metadata = { name, namespace };
    new ServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    new Deployment(this, 'workload', {
      metadata,
      spec: {
        replicas: 1,
        // A machine has no accelerator for a second one meanwhile.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: pods },
        template: { metadata: { labels: pods }, spec: pod(props) },
      },
    });
    new Service(this, 'service', {
      metadata,
      spec: { selector: pods, ports: [{ name: 'http', port, targetPort: 'http' }] },
    });
    new NetworkPolicy(this, 'network', {
      metadata: { name: `${name}-needs`, namespace },
      spec: {
        podSelector: { matchLabels: pods },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: [{ protocol: 'TCP', port }] }],
        egress: [SITE_DNS, ...reaches.map((cidr) => ({ to: [{ ipBlock: { cidr } }] }))],
      },
    });
  }
}

function pod(props: SiteWorkloadProps): PodSpec {
  const { site, workload } = props;
  const node = machineOf(workload, site);
  const vendor = edgeAccelerator(node?.accelerator ?? '')?.vendor;
  const { fsGroup: _, fsGroupChangePolicy: __, ...security } = restrictedPod(USER);
  const server = workload.kind === 'server';
  return {
    serviceAccountName: workload.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // The folder stays the agent's: a group of its own would hand it over.
    securityContext: { ...security, ...(server ? { supplementalGroups: [EDGE_USER] } : {}) },
    tolerations: STAYING,
    ...placement(props, node?.name),
    ...(vendor === 'nvidia' && workload.accelerators > 0 ? { runtimeClassName: 'nvidia' } : {}),
    ...(server ? { initContainers: [waiting(props)] } : {}),
    containers: [container(props, node?.accelerator)],
    volumes: [
      { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
      ...(server ? [{ name: 'models', persistentVolumeClaim: { claimName: MODELS_CLAIM, readOnly: true } }] : []),
    ],
  };
}

/** The first machine that has what it needs; that of a server is the one with the models. */
function machineOf(workload: EdgeWorkload, site: EdgeSite) {
  const { accelerator, accelerators, architectures } = workload;
  const right = candidateNodes(workload, site).filter(({ architecture }) => architectures.includes(architecture));
  return accelerators === 0
    ? right[0]
    : right.find((node) => node.accelerator !== undefined && (accelerator ?? node.accelerator) === node.accelerator);
}

/** A server follows the volume of its models; a container goes where its architecture is, unless a machine must be named. */
function placement({ site, workload }: SiteWorkloadProps, node: string | undefined): Pick<PodSpec, 'nodeSelector'> {
  const named = site.kind === 'kubeedge' || (workload.kind === 'container' && workload.accelerators > 0);
  if (named && node !== undefined) return { nodeSelector: { 'kubernetes.io/hostname': node } };
  const [only, ...others] = workload.architectures;
  return workload.kind === 'container' && others.length === 0 && only !== undefined
    ? { nodeSelector: { 'kubernetes.io/arch': only } }
    : {};
}

/** Only before the first model has come; later the link is there as soon as the disk is. */
function waiting({ agentImage, workload }: SiteWorkloadProps): Container {
  return {
    name: 'first-model',
    image: agentImage,
    imagePullPolicy: 'IfNotPresent',
    args: ['wait', `--path=${MODELS}/workloads/${workload.name}/current`],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: READ_ONLY_CONTAINER,
    volumeMounts: [{ name: 'models', mountPath: MODELS, readOnly: true }],
  };
}

function container({ workload }: SiteWorkloadProps, accelerator: string | undefined): Container {
  const { accelerators, args, cpu, environment, health, image, kind, memory, name, port } = workload;
  const httpGet = { path: health.path, port: 'http' };
  const resource = edgeAccelerator(accelerator ?? '')?.resource;
  const devices = accelerators > 0 && resource !== undefined ? { [resource]: `${accelerators}` } : {};
  const room = sizeText(memory);
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(args.length === 0 ? {} : { args: [...args] }),
    env: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
    ports: [{ name: 'http', containerPort: port }],
    startupProbe: { httpGet, periodSeconds: START_EVERY, failureThreshold: Math.ceil(health.start / START_EVERY) },
    readinessProbe: { httpGet, periodSeconds: health.every, failureThreshold: health.failures },
    livenessProbe: { httpGet, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
    resources: { requests: { cpu, memory: room, ...devices }, limits: { memory: room, ...devices } },
    securityContext: READ_ONLY_CONTAINER,
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(kind === 'server' ? [{ name: 'models', mountPath: MODELS, readOnly: true }] : []),
    ],
  };
}

import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { WayIn } from '../access/index.ts';
import type { Quantity } from '../imports/kubernetes.gen.ts';

/** What KServe's values are made from. */
export interface KServePlace {
  /** The platform. */
  readonly spec: PlatformSpec;
  /** The place it runs in. */
  readonly facts: TargetFacts;
  /** The way in. */
  readonly access: Pick<WayIn, 'gateway'>;
}

/** CPU and memory of a controller. */
interface Amounts {
  readonly requests: { readonly cpu: Quantity; readonly memory: Quantity };
  readonly limits: { readonly memory: Quantity };
}

/** What both of KServe's charts write into the one ConfigMap that both controllers read. */
interface KServeConfig {
  readonly controller: {
    readonly deploymentMode: 'Standard';
    readonly gateway: {
      readonly domain: string;
      readonly domainTemplate: string;
      readonly urlScheme: 'https';
      readonly disableIstioVirtualHost: true;
      readonly disableIngressCreation: true;
      readonly ingressGateway: { readonly enableGatewayApi: true; readonly kserveGateway: string };
    };
  };
  readonly storage: {
    readonly enableModelcar: true;
    readonly s3?: { readonly endpoint: string; readonly useHttps: '0' | '1' };
  };
}

/** Values of the KServe chart that Plinth sets. */
export interface KServeValues {
  readonly kserve: KServeConfig & {
    readonly controller: KServeConfig['controller'] & {
      readonly imagePullPolicy: 'IfNotPresent';
      readonly resources: Amounts;
    };
  };
}

/** Values of the chart for language models. The ConfigMap and the certificates' issuer are the other chart's. */
export interface KServeLlmisvcValues {
  readonly kserve: {
    readonly createSharedResources: false;
    readonly llmisvc: {
      readonly createGIECRDs: true;
      readonly controller: {
        readonly imagePullPolicy: 'IfNotPresent';
        readonly replicas: number;
        readonly resources: Amounts;
      };
    };
  };
}

/** Values of KServe's charts of definitions: there is nothing to set. */
export type NoValues = Readonly<Record<string, never>>;

/**
 * Values of KServe: no Knative, no Istio, and no route of its own.
 *
 * Its routes would stand open beside ours: an endpoint's only route is the one that asks who calls.
 */
export function kserveValues({ access, facts, spec }: KServePlace): KServeValues {
  const { name, namespace } = access.gateway;
  return {
    kserve: {
      controller: {
        deploymentMode: 'Standard',
        imagePullPolicy: 'IfNotPresent',
        resources: amounts(spec.teams.length),
        gateway: {
          domain: spec.access?.domain ?? 'svc.cluster.local',
          // One label each: the chart's own would join names to more than the 63 characters that a label may have.
          domainTemplate: '{{ .Name }}.{{ .Namespace }}.{{ .IngressDomain }}',
          urlScheme: 'https',
          disableIstioVirtualHost: true,
          disableIngressCreation: true,
          ingressGateway: { enableGatewayApi: true, kserveGateway: `${namespace}/${name}` },
        },
      },
      storage: { enableModelcar: true, s3: objectStore(facts.teams.map(({ bucket }) => bucket?.endpoint)) },
    },
  };
}

/** Values of KServe's controller of language models. */
export function kserveLlmisvcValues({ spec }: Pick<KServePlace, 'spec'>): KServeLlmisvcValues {
  return {
    kserve: {
      createSharedResources: false,
      llmisvc: {
        createGIECRDs: true,
        controller: { imagePullPolicy: 'IfNotPresent', replicas: 2, resources: amounts(spec.teams.length) },
      },
    },
  };
}

/** The object store of the place, where it is not the cloud's own; all teams have the same. */
function objectStore(endpoints: readonly (string | undefined)[]): KServeConfig['storage']['s3'] {
  const endpoint = endpoints.find((each) => each !== undefined);
  if (endpoint === undefined) return undefined;
  const { host, protocol } = new URL(endpoint);
  return { endpoint: host, useHttps: protocol === 'https:' ? '1' : '0' };
}

/** The charts' own 300 Mi are too little for a cluster with many services. */
function amounts(teams: number): Amounts {
  const memory = teams > 200 ? '2Gi' : '512Mi';
  return { requests: { cpu: '100m', memory }, limits: { memory } };
}

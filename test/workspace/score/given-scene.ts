import type { KubernetesObject, Lock, Manifest } from '../../../constructs/core/index.ts';
import { buildPlatform } from '../../../constructs/render.ts';
import type { Finding } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { Scene } from '../../../workspace/score/scene.ts';
import { samplePlatform } from '../../sample.ts';

/** What a rule is given to look at. */
export interface Given {
  /** Objects of the platform. @default - none */
  readonly objects?: readonly KubernetesObject[];
  /** Fields of the spec that differ from the sample's. @default - none */
  readonly spec?: Partial<PlatformInput>;
  readonly lock?: Lock;
  readonly findings?: readonly Finding[];
}

/** A scene with exactly these objects. */
export function given({ findings = [], lock, objects = [], spec: change = {} }: Given): Scene {
  const { spec } = parsePlatform(samplePlatform(change));
  const facts = targetFacts(spec);
  const platform = buildPlatform({ spec, facts, lock });
  return new Scene({ spec, facts, platform, lock, findings, manifests: objects.map(manifest) });
}

function manifest(object: KubernetesObject): Manifest {
  return { wave: 'platform', room: 'sample', construct: `platform/sample/${object.metadata.name}`, object };
}

/** An object of a kind, in the namespace `lab` unless it is told otherwise. */
export function object(
  kind: string,
  name: string,
  fields: Record<string, unknown> = {},
  metadata: Partial<KubernetesObject['metadata']> = { namespace: 'lab' },
): KubernetesObject {
  return { apiVersion: VERSIONS[kind] ?? 'v1', kind, metadata: { name, ...metadata }, ...fields };
}

const VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  DaemonSet: 'apps/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  ClusterQueue: 'kueue.x-k8s.io/v1beta2',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
};

/** A container that does everything right, with some fields changed. */
export function container(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'main',
    image: 'registry.example.org/app:1.0',
    resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
    readinessProbe: { httpGet: { path: '/', port: 80 } },
    livenessProbe: { httpGet: { path: '/', port: 80 } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    ...change,
  };
}

/** A Deployment of two pods with the label `app: web`, which does everything right, with some fields of its pod changed. */
export function deployment(pod: Record<string, unknown> = {}, spec: Record<string, unknown> = {}): KubernetesObject {
  return object('Deployment', 'web', {
    spec: {
      replicas: 2,
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }],
          containers: [container()],
          ...pod,
        },
      },
      ...spec,
    },
  });
}

/** A namespace outside of others. */
export function namespace(name: string, labels: Record<string, string> = {}, annotations: Record<string, string> = {}) {
  return object('Namespace', name, {}, { labels, annotations });
}

/** A ClusterRole with one rule. */
export function clusterRole(group: string, resource: string, verb: string): KubernetesObject {
  const rules = [{ apiGroups: [group], resources: [resource], verbs: [verb] }];
  return object('ClusterRole', 'some', { rules }, {});
}

import { container, deployment, namespace, object } from './given-scene.ts';
import type { RuleCase } from './rule-case.ts';

const TEAM = { 'plinth.dev/team': 'vision' };
const OTHER = { 'plinth.dev/team': 'speech' };

/** A policy about all pods of a namespace. */
function policy(where: string, spec: Record<string, unknown>) {
  return object('NetworkPolicy', 'closed', { spec: { podSelector: {}, ...spec } }, { namespace: where });
}

const IN_AND_OUT = { policyTypes: ['Ingress', 'Egress'] };
const CLOSED_TEAMS = [
  namespace('vision', TEAM),
  namespace('speech', OTHER),
  policy('vision', IN_AND_OUT),
  policy('speech', IN_AND_OUT),
];

/** A queue that may borrow, with or without an end. */
function queue(borrowingLimit?: string) {
  const resources = [{ name: 'cpu', nominalQuota: 1, ...(borrowingLimit === undefined ? {} : { borrowingLimit }) }];
  return object(
    'ClusterQueue',
    'vision',
    { spec: { cohortName: 'all', resourceGroups: [{ flavors: [{ name: 'cpu', resources }] }] } },
    {},
  );
}

function budget(spec: Record<string, unknown>, app = 'web') {
  return object('PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app } }, ...spec } });
}

function service(app: string) {
  return object('Service', 'web', { spec: { selector: { app } } });
}

const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
const pool = (min: number, usdPerHour?: number) => ({
  pools: [{ name: 'train-h100', machine: { ...machine, ...(usdPerHour && { usdPerHour }) }, nodes: { min, max: 4 } }],
});
const team = (usdPerMonth?: number) => ({
  teams: [
    {
      name: 'vision',
      groups: ['oidc:vision'],
      quota: { 'train-h100': { guaranteed: 8 } },
      ...(usdPerMonth === undefined ? {} : { budget: { usdPerMonth } }),
    },
  ],
});

const LOCKED = { digest: 'sha256:0', valuesDigest: 'sha256:0', crds: [], objects: [] };

/** Cases of the rules about tenancy, reliability, operability and cost. */
export const OTHER_CASES: Readonly<Record<string, RuleCase>> = {
  TENANCY_NO_REACH: {
    passes: { objects: CLOSED_TEAMS },
    fails: { objects: [namespace('vision', TEAM), namespace('speech', OTHER)] },
    says: /reach/,
  },
  TENANCY_MACHINE_CREDENTIALS: {
    passes: { objects: CLOSED_TEAMS },
    fails: { objects: [namespace('vision', TEAM)] },
    says: /169\.254\.169\.254/,
  },
  TENANCY_TEAM_BOUNDS: {
    passes: {
      objects: [
        namespace('vision', TEAM),
        object('ResourceQuota', 'bounds', {}, { namespace: 'vision' }),
        object('LimitRange', 'defaults', {}, { namespace: 'vision' }),
      ],
    },
    fails: { objects: [namespace('vision', TEAM), object('LimitRange', 'defaults', {}, { namespace: 'vision' })] },
    says: /no ResourceQuota/,
  },
  TENANCY_TEAM_EGRESS: {
    passes: { objects: CLOSED_TEAMS },
    fails: { objects: [namespace('vision', TEAM), policy('vision', { policyTypes: ['Ingress'] })] },
    says: /way out/,
  },
  TENANCY_TEAM_QUEUE: {
    passes: { objects: [namespace('vision', TEAM), object('LocalQueue', 'default', {}, { namespace: 'vision' })] },
    fails: { objects: [namespace('vision', TEAM)] },
    says: /LocalQueue/,
  },
  TENANCY_BORROWING_LIMIT: {
    passes: { objects: [queue('1')] },
    fails: { objects: [queue()] },
    says: /no borrowingLimit for cpu\/cpu/,
  },
  RELIABILITY_SERVICE_TARGET: {
    passes: { objects: [deployment(), service('web')] },
    fails: { objects: [deployment(), service('elsewhere')] },
    says: /selects no pod/,
  },
  RELIABILITY_BUDGET_TARGET: {
    passes: { objects: [deployment(), budget({ maxUnavailable: 1 })] },
    fails: { objects: [deployment(), budget({ maxUnavailable: 1 }, 'elsewhere')] },
    says: /selects no pod/,
  },
  RELIABILITY_BUDGET_DRAIN: {
    passes: { objects: [deployment(), budget({ minAvailable: 1 })] },
    fails: { objects: [deployment(), budget({ minAvailable: 2 })] },
    says: /keeps 2 of 2/,
  },
  RELIABILITY_REPLICAS: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({}, { replicas: 1 })] },
    says: /one pod/,
  },
  RELIABILITY_BUDGET: {
    passes: { objects: [deployment(), budget({ maxUnavailable: 1 })] },
    fails: { objects: [deployment()] },
    says: /no PodDisruptionBudget/,
  },
  RELIABILITY_SPREAD: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({ topologySpreadConstraints: [] })] },
    says: /one machine/,
  },
  RELIABILITY_READINESS: {
    passes: { objects: [deployment(), service('web')] },
    fails: { objects: [deployment({ containers: [container({ readinessProbe: undefined })] }), service('web')] },
    says: /main has none/,
  },
  RELIABILITY_LIVENESS: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({ containers: [container({ livenessProbe: undefined })] })] },
    says: /main has none/,
  },
  RELIABILITY_REQUESTS: {
    passes: {
      objects: [deployment({ containers: [container({ resources: { limits: { cpu: 1, memory: '1Gi' } } })] })],
    },
    fails: { objects: [deployment({ containers: [container({ resources: { requests: { memory: '1Gi' } } })] })] },
    says: /does not say its cpu/,
  },
  RELIABILITY_MEMORY_LIMIT: {
    passes: { objects: [deployment()] },
    fails: { objects: [deployment({ containers: [container({ resources: {} })] })] },
    says: /has none/,
  },
  RELIABILITY_SCALER_TARGET: {
    passes: { objects: [deployment(), object('ScaledObject', 'web', { spec: { scaleTargetRef: { name: 'web' } } })] },
    fails: { objects: [object('ScaledObject', 'web', { spec: { scaleTargetRef: { name: 'web' } } })] },
    says: /no Deployment is called web/,
  },
  RELIABILITY_REFERENCE: {
    passes: {
      objects: [
        deployment({ volumes: [{ name: 'a', configMap: { name: 'settings' } }] }),
        object('ConfigMap', 'settings'),
      ],
    },
    fails: { objects: [deployment({ volumes: [{ name: 'a', configMap: { name: 'settings' } }] })] },
    says: /no ConfigMap is called settings/,
  },
  OPERABILITY_LABELS: {
    passes: {
      objects: [
        object('ConfigMap', 'a', {}, { labels: { 'app.kubernetes.io/part-of': 'lab', 'plinth.dev/room': 'x' } }),
      ],
    },
    fails: { objects: [object('ConfigMap', 'a')] },
    says: /has no app\.kubernetes\.io\/part-of and no plinth\.dev\/room/,
  },
  OPERABILITY_LOCKED: {
    passes: {
      spec: { delivery: { kind: 'plain' } },
      lock: {
        addOns: {
          kueue: { component: 'kueue', version: '0.19.2', ...LOCKED },
          'nvidia-gpu-operator': { component: 'nvidia-gpu-operator', version: '26.7.0', ...LOCKED },
          'node-feature-discovery': { component: 'node-feature-discovery', version: '0.19.0', ...LOCKED },
          'nvidia-network-operator': { component: 'nvidia-network-operator', version: '26.7.0', ...LOCKED },
        },
        images: {},
      },
    },
    fails: { lock: { addOns: {}, images: {} } },
    says: /what is in it/,
  },
  OPERABILITY_FINDINGS: {
    passes: { findings: [] },
    fails: { findings: [{ code: 'POOL_UNUSED', level: 'warning', at: 'pools[0]', problem: 'idle', fix: 'use it' }] },
    says: /POOL_UNUSED: idle/,
  },
  COST_PRICE: {
    passes: { spec: pool(2, 10) },
    fails: { spec: pool(2) },
    says: /price/,
  },
  COST_BUDGET: { passes: { spec: team(1) }, fails: { spec: team() }, says: /no budget/ },
  COST_BUDGET_HOLDS: {
    passes: { spec: { ...pool(2, 10), ...team(1_000_000) } },
    fails: { spec: { ...pool(2, 10), ...team(1) } },
    says: /costs \$/,
  },
  COST_STANDING_NODES: {
    passes: { spec: { ...pool(1), ...team() } },
    fails: { spec: { ...pool(2), ...team() } },
    says: /16 units always stand and 8 are guaranteed/,
  },
};

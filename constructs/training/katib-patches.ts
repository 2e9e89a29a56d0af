import type { TargetFacts } from '../../spec/facts.ts';
import { TEAM_LABELS } from '../tenancy/index.ts';
import { katibConfig } from './katib-config.ts';

/** One change to an object of a kustomize folder. */
export interface KustomizePatch {
  /** Object that is changed. */
  readonly target: { readonly kind: string; readonly name: string };
  /** The change: a strategic merge patch or a list of JSON patch operations, as JSON. */
  readonly patch: string;
}

/** What Plinth changes of Katib's folder: for the value `patches` of an Argo CD source or a Flux Kustomization. */
export interface KatibValues {
  readonly patches: readonly KustomizePatch[];
}

/** Label of the pods of trials: Katib's webhook touches these and no others. */
export const SWEEP_LABEL = 'plinth.dev/sweep';
/** Secret with the password of Katib's database; the stack makes it. */
export const KATIB_DATABASE_SECRET = 'katib-mysql-secrets';

/** What upstream brings and the platform does without: another owner's namespace, a literal password, an open page. */
const LEFT_OUT = [
  ['Namespace', 'v1', 'kubeflow'],
  ['Secret', 'v1', KATIB_DATABASE_SECRET],
  ['ConfigMap', 'v1', 'trial-templates'],
  ['Deployment', 'apps/v1', 'katib-ui'],
  ['Service', 'v1', 'katib-ui'],
  ['ServiceAccount', 'v1', 'katib-ui'],
  ['ClusterRole', 'rbac.authorization.k8s.io/v1', 'katib-ui'],
  ['ClusterRoleBinding', 'rbac.authorization.k8s.io/v1', 'katib-ui'],
] as const;

/** Changes to Katib's folder, so that it fits into a platform of teams that do not trust one another. */
export function katibValues({ blockStorage }: Pick<TargetFacts, 'blockStorage'>): KatibValues {
  const patches = [
    ...LEFT_OUT.map(([kind, apiVersion, name]) => merge(kind, apiVersion, name, { $patch: 'delete' })),
    merge('ConfigMap', 'v1', 'katib-config', {
      data: { 'katib-config.yaml': JSON.stringify(katibConfig(), null, 2) },
    }),
    {
      target: { kind: 'MutatingWebhookConfiguration', name: 'katib.kubeflow.org' },
      patch: JSON.stringify(ONLY_SWEEPS),
    },
  ];
  if (blockStorage === undefined) return { patches };
  const claim = merge('PersistentVolumeClaim', 'v1', 'katib-mysql', { spec: { storageClassName: blockStorage } });
  return { patches: [...patches, claim] };
}

/** The second webhook is the one for pods. Upstream calls it for every pod of a labelled namespace, and no pod starts while it is down. */
const ONLY_SWEEPS = [
  {
    op: 'replace',
    path: '/webhooks/1/namespaceSelector',
    value: { matchExpressions: [{ key: TEAM_LABELS.team, operator: 'Exists' }] },
  },
  {
    op: 'add',
    path: '/webhooks/1/objectSelector',
    value: { matchExpressions: [{ key: SWEEP_LABEL, operator: 'Exists' }] },
  },
];

function merge(kind: string, apiVersion: string, name: string, change: object): KustomizePatch {
  return { target: { kind, name }, patch: JSON.stringify({ apiVersion, kind, metadata: { name }, ...change }) };
}

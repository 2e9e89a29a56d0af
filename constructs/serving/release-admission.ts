import { Construct } from 'constructs';
import {
  type NamedRuleWithOperations,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  type Validation,
} from '../imports/kubernetes.gen.ts';
import { TEAM_LABELS } from '../tenancy/index.ts';
import { REVISION_ANNOTATIONS } from './revision.ts';

/** Namespace of the lists that say what each team may serve; no team has any right there, only the delivery writes. */
export const RELEASE_LISTS_NAMESPACE = 'plinth-releases';
/** Name of the policy. */
const POLICY = 'plinth-releases';

/** Servers, in every version that KServe takes. */
const SERVERS: readonly NamedRuleWithOperations[] = [
  {
    apiGroups: ['serving.kserve.io'],
    apiVersions: ['*'],
    operations: ['CREATE', 'UPDATE'],
    resources: ['inferenceservices', 'llminferenceservices'],
  },
  // A further model in a running server: nothing says which release it is.
  { apiGroups: ['serving.kserve.io'], apiVersions: ['*'], operations: ['CREATE'], resources: ['trainedmodels'] },
];

const annotation = (name: string, of = 'object') => `${of}.metadata.?annotations[?'${name}'].orValue('')`;
const NAMES = [REVISION_ANNOTATIONS.release, REVISION_ANNOTATIONS.modelDigest];

/** What is new about a server: its first version, or another model. What only changes its labels or ends it is let through. */
const NEWS = [
  "request.operation == 'CREATE'",
  'object.spec != oldObject.spec',
  ...NAMES.map((name) => `${annotation(name)} != ${annotation(name, 'oldObject')}`),
].join(' || ');

const VALIDATIONS: readonly Validation[] = [
  {
    expression: "variables.release != '' && variables.model != ''",
    message: 'servers of this team come from releases: use `plinth release promote` and commit what it writes',
  },
  {
    expression: "params.?data[?object.metadata.name].orValue('') == variables.release + ' ' + variables.model",
    message: 'this release is not one that the platform’s Git folder promotes for this team',
  },
  {
    expression: "variables.address.endsWith('@' + variables.model)",
    message: 'the address of the model must end with the digest of the release',
  },
  {
    expression:
      'object.spec.?predictor.?model.?storageUris.orValue([]).size() == 0 && object.spec.?model.?lora.?adapters.orValue([]).size() == 0 && !has(object.spec.transformer) && !has(object.spec.explainer)',
    message:
      'a server holds the model of its release and nothing beside it: no further models, transformer or explainer',
  },
];

/**
 * Lets servers of teams pass only with a release that is promoted: they carry its digest and the model's, their address ends
 * with it, and the team's list (a ConfigMap that `plinth release` writes and the delivery applies) names both. The API server
 * decides by itself; no webhook could be down. Fails closed, also where a team has no list.
 */
export class ReleaseAdmission extends Construct {
  /** Name of the policy. */
  public readonly policyName = POLICY;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new ValidatingAdmissionPolicy(this, 'policy', {
      metadata: { name: POLICY },
      spec: {
        failurePolicy: 'Fail',
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: { resourceRules: SERVERS },
        matchConditions: [
          { name: 'not-ending', expression: '!has(object.metadata.deletionTimestamp)' },
          { name: 'anything-new', expression: NEWS },
        ],
        variables: [
          { name: 'release', expression: annotation(REVISION_ANNOTATIONS.release) },
          { name: 'model', expression: annotation(REVISION_ANNOTATIONS.modelDigest) },
          {
            name: 'address',
            expression: "object.spec.?predictor.?model.?storageUri.orValue(object.spec.?model.?uri.orValue(''))",
          },
        ],
        validations: VALIDATIONS,
      },
    });
  }
}

/** Which list counts in the namespaces of a team. */
export interface TeamReleasesProps {
  /** Name of the team, and of its list. */
  readonly team: string;
  /** The policy. */
  readonly policy: ReleaseAdmission;
}

/** Binds the policy to one team's namespaces and to its list. */
export class TeamReleases extends Construct {
  public constructor(scope: Construct, id: string, { policy, team }: TeamReleasesProps) {
    super(scope, id);
    new ValidatingAdmissionPolicyBinding(this, 'binding', {
      metadata: { name: `${policy.policyName}-${team}` },
      spec: {
        policyName: policy.policyName,
        paramRef: { name: team, namespace: RELEASE_LISTS_NAMESPACE, parameterNotFoundAction: 'Deny' },
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { [TEAM_LABELS.team]: team } } },
      },
    });
  }
}

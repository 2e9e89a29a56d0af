import type { ScoreRule } from '../rule.ts';
import { teamBudget } from './cost/budget.ts';
import { budgetHolds } from './cost/budget-holds.ts';
import { price } from './cost/price.ts';
import { standingNodes } from './cost/standing-nodes.ts';
import { specFindings } from './operability/findings.ts';
import { supported } from './operability/kubernetes-support.ts';
import { labels } from './operability/labels.ts';
import { locked } from './operability/locked.ts';
import { budget } from './reliability/budget.ts';
import { budgetDrain } from './reliability/budget-drain.ts';
import { budgetTarget } from './reliability/budget-target.ts';
import { liveness } from './reliability/liveness.ts';
import { memoryLimit } from './reliability/memory-limit.ts';
import { readiness } from './reliability/readiness.ts';
import { references } from './reliability/references.ts';
import { replicas } from './reliability/replicas.ts';
import { requests } from './reliability/requests.ts';
import { scalerTarget } from './reliability/scaler-target.ts';
import { serviceTarget } from './reliability/service-target.ts';
import { spread } from './reliability/spread.ts';
import { clusterAdmin } from './security/cluster-admin.ts';
import { componentFloor } from './security/component-floor.ts';
import { defaultAccount } from './security/default-account.ts';
import { defaultNamespace } from './security/default-namespace.ts';
import { imageDigest } from './security/image-digest.ts';
import { imageTag } from './security/image-tag.ts';
import { namespaceLevel } from './security/namespace-level.ts';
import { networkDeny } from './security/network-deny.ts';
import { plainSecret } from './security/plain-secret.ts';
import { podBaseline } from './security/pod-baseline.ts';
import { podRestricted } from './security/pod-restricted.ts';
import { readOnlyRoot } from './security/read-only-root.ts';
import { rightApproval } from './security/right-approval.ts';
import { rightCreatePods } from './security/right-create-pods.ts';
import { rightEscalate } from './security/right-escalate.ts';
import { rightExec } from './security/right-exec.ts';
import { rightNodeProxy } from './security/right-node-proxy.ts';
import { rightSecrets } from './security/right-secrets.ts';
import { rightTokens } from './security/right-tokens.ts';
import { rightVolumes } from './security/right-volumes.ts';
import { rightWebhooks } from './security/right-webhooks.ts';
import { rightWildcard } from './security/right-wildcard.ts';
import { secretVariables } from './security/secret-variables.ts';
import { signedInRoutes } from './security/signed-in-routes.ts';
import { tokenMount } from './security/token-mount.ts';
import { borrowingLimit } from './tenancy/borrowing-limit.ts';
import { machineCredentials } from './tenancy/machine-credentials.ts';
import { noReach } from './tenancy/no-reach.ts';
import { teamBounds } from './tenancy/team-bounds.ts';
import { teamEgress } from './tenancy/team-egress.ts';
import { teamQueue } from './tenancy/team-queue.ts';

/** Every rule of the score. */
export const RULES: readonly ScoreRule[] = [
  clusterAdmin,
  componentFloor,
  defaultAccount,
  defaultNamespace,
  imageDigest,
  imageTag,
  namespaceLevel,
  networkDeny,
  plainSecret,
  podBaseline,
  podRestricted,
  readOnlyRoot,
  rightApproval,
  rightCreatePods,
  rightEscalate,
  rightExec,
  rightNodeProxy,
  rightSecrets,
  rightTokens,
  rightVolumes,
  rightWebhooks,
  rightWildcard,
  secretVariables,
  signedInRoutes,
  tokenMount,
  borrowingLimit,
  machineCredentials,
  noReach,
  teamBounds,
  teamEgress,
  teamQueue,
  budgetDrain,
  budgetTarget,
  budget,
  liveness,
  memoryLimit,
  readiness,
  references,
  replicas,
  requests,
  scalerTarget,
  serviceTarget,
  spread,
  specFindings,
  supported,
  labels,
  locked,
  budgetHolds,
  teamBudget,
  price,
  standingNodes,
];

import type { KubernetesObject } from '../../constructs/core/index.ts';
import { ClusterClient, messageOf } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { DIGEST } from '../constructs/policy/policy-sample.ts';
import { pod } from './tenancy-pods.ts';

/** An image that every policy takes. */
export const GOOD_IMAGE = `registry.example.org/vision/train@${DIGEST}`;

/** What every policy wants of a workload. */
export const GOOD_LABELS = { 'example.org/cost-centre': 'cc-17', 'kueue.x-k8s.io/queue-name': 'default' };

/** A pod of a team that every policy takes, but for the change. */
export function teamPod(
  change: { labels?: object; image?: string; container?: object; spec?: object; namespace?: string } = {},
) {
  const base = pod(change.namespace ?? 'vision', 'tried', {
    container: { image: change.image ?? GOOD_IMAGE, ...change.container },
    spec: change.spec,
  });
  return { ...base, metadata: { ...base.metadata, labels: change.labels ?? GOOD_LABELS } };
}

/** A pod that mounts an image, as models are. */
export const mounting = (reference: string) => ({
  spec: { volumes: [{ name: 'model', image: { reference } }] },
});

/** A container that asks for accelerators. */
export const ACCELERATED = { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { 'nvidia.com/gpu': '1' } } };

/** A workload of apps or batch with one restricted pod in it. */
export function workload(apiVersion: string, kind: string, labels: object, of: object = {}): KubernetesObject {
  const { spec } = pod('vision', 'tried', { container: { image: GOOD_IMAGE, ...of } });
  const template = { metadata: { labels: { app: 'tried' } }, spec };
  const metadata = { name: 'tried', namespace: 'vision', labels: labels as Record<string, string> };
  if (kind === 'Job') return { apiVersion, kind, metadata, spec: { suspend: true, template } };
  const { restartPolicy: _, ...always } = spec;
  return {
    apiVersion,
    kind,
    metadata,
    spec: { selector: { matchLabels: { app: 'tried' } }, template: { ...template, spec: always } },
  };
}

/** What the server says against an object that somebody applies for the first time; nothing where it takes it. Nothing is kept. */
export async function refusal(
  plane: ControlPlane,
  object: object,
  client: ClusterClient = plane.client,
): Promise<string | undefined> {
  const given = object as KubernetesObject;
  const collection = (await plane.client.pathOf(given)).replace(/\/[^/]+$/, '');
  const path = `${collection}?dryRun=All&fieldValidation=Strict`;
  const answer = await client.send({ method: 'POST', path, body: object });
  return answer.status < 300 ? undefined : messageOf(answer);
}

/** Waits until the server enforces a policy: that takes it a moment longer than to accept it. */
export function enforced(plane: ControlPlane, policy: string, bad: object, client?: ClusterClient) {
  return waitFor(async () => ((await refusal(plane, bad, client))?.includes(policy) ? true : undefined), {
    what: `${policy} to be enforced`,
    timeoutMilliseconds: 60_000,
    explain: async () => `it says: ${await refusal(plane, bad, client)}`,
  });
}

/** A client that acts as a member of the team vision. */
export function memberOfVision({ ca, files, server }: ControlPlane): ClusterClient {
  const user = files.certificateFor({ commonName: 'ada', organizations: ['oidc:vision'] });
  return new ClusterClient({ server, ca, user });
}

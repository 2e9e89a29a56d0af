import { type KubernetesObject, objectName } from '../../constructs/core/index.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { rendered } from '../sample.ts';
import { type PodChange, pod } from './tenancy-pods.ts';

/** An object that was not simply accepted. */
export interface Complaint {
  readonly object: string;
  readonly status: number;
  readonly warnings: readonly string[];
  readonly words: string;
}

/** A control plane that has the tenancy of a platform. */
export interface TenancyPlane {
  readonly plane: ControlPlane;
  readonly applied: number;
  readonly complaints: readonly Complaint[];
}

/** Starts a control plane and applies, strictly, what the tenancy room renders. */
export async function startTenancy(input: PlatformInput): Promise<TenancyPlane> {
  await buildEngines(['core']);
  const plane = await startControlPlane({ kubelet: 'none' });
  for (const handler of ['gvisor', 'kata'])
    await plane.client.apply({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: handler },
      handler,
    });
  const { manifests, platform } = rendered(input);
  const objects = manifests.filter(({ room }) => room === 'tenancy').map(({ object }) => object);
  const complaints: Complaint[] = [];
  for (const object of objects) complaints.push(...(await complaintsOf(plane, object)));
  const namespaces = platform.tenancy.spaces.flatMap((space) => space.namespaces);
  await Promise.all(namespaces.map(({ name }) => settled(plane, name)));
  for (const { metadata } of objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy'))
    await enforced(
      plane,
      namespaces.map(({ name }) => name),
      metadata.name,
    );
  return { plane, applied: objects.length, complaints };
}

async function complaintsOf({ client }: ControlPlane, object: KubernetesObject): Promise<Complaint[]> {
  const answer = await client.apply(object);
  const { status, warnings } = answer;
  if (status < 300 && warnings.length === 0) return [];
  return [{ object: objectName(object), status, warnings, words: messageOf(answer) }];
}

/** Waits until the controllers have counted the quota of a namespace. */
function settled({ client }: ControlPlane, namespace: string) {
  return waitFor(
    async () => {
      const { status } = await client.get<{ status?: { used?: Record<string, string> } }>(
        `/api/v1/namespaces/${namespace}/resourcequotas/bounds`,
      );
      return Object.keys(status?.used ?? {}).length > 0 ? status : undefined;
    },
    { what: `the quota of ${namespace}`, timeoutMilliseconds: 60_000 },
  );
}

/** Waits until the server enforces a rule: that takes it a moment longer than to accept it. */
function enforced(plane: ControlPlane, namespaces: readonly string[], rule: string) {
  // Each breaks one rule only: of several the server names one.
  const bad = [{ spec: { nodeName: 'any' } }, { spec: { hostPID: true } }, {}];
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: { type: 'NodePort', ports: [{ port: 80 }] },
  };
  return waitFor(
    async () => {
      for (const namespace of namespaces) {
        const words = await Promise.all([
          ...bad.map((change) => refusal(plane, namespace, change)),
          dryRun(plane, `/api/v1/namespaces/${namespace}/services`, service),
        ]);
        if (words.some((each) => each?.includes(rule))) return true;
      }
      return undefined;
    },
    { what: `the rule ${rule} to be enforced`, timeoutMilliseconds: 60_000 },
  );
}

/** What the server says against a pod; nothing where it takes it. */
export function refusal(plane: ControlPlane, namespace: string, change: PodChange): Promise<string | undefined> {
  return dryRun(plane, `/api/v1/namespaces/${namespace}/pods`, pod(namespace, 'tried', change));
}

/** What the server says against an object; nothing where it takes it. Nothing is kept. */
export async function dryRun({ client }: ControlPlane, path: string, body: object): Promise<string | undefined> {
  const answer = await client.send({ method: 'POST', path: `${path}?dryRun=All&fieldValidation=Strict`, body });
  return answer.status < 300 ? undefined : messageOf(answer);
}

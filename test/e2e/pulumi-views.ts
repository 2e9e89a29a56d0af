import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { describeObject, type KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { rewriteWebhooks } from '../../rehearsal/webhook-rewrite.ts';
import { canonical } from './providers/stand-in.ts';
import type { Environment, StateResource } from './pulumi-project.ts';

/** Whether a resource is an object of the cluster. */
export function isObject({ type }: Pick<StateResource, 'type'>): boolean {
  return type.startsWith('kubernetes:');
}

/** Objects as text, for a comparison in which their order does not matter, nor what a state has only encrypted. */
export function texts(objects: readonly unknown[]): string[] {
  return objects
    .map((object) => canonical((object as KubernetesObject).kind === 'Secret' ? opened(object) : object))
    .sort();
}

function opened(object: unknown): unknown {
  const { data: _, stringData: __, ...rest } = object as KubernetesObject;
  return rest;
}

/** The objects of a cluster as a state has them. */
export async function inState(environment: Environment): Promise<unknown[]> {
  return (await environment.resources()).filter(isObject).map(({ inputs }) => inputs);
}

/** What kubectl itself finds different between the cluster and the Git folder. Webhooks are left out, as in every rehearsal. */
export async function difference(plane: ControlPlane, folder: readonly KubernetesObject[]): Promise<string> {
  const flags = ['--server-side', '--force-conflicts', '--field-manager=pulumi-kubernetes'];
  const items = rewriteWebhooks(folder, []).objects.filter(({ kind }) => !kind.endsWith('WebhookConfiguration'));
  const { code, stderr, stdout } = await plane.kubectl(
    ['diff', ...flags, '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  );
  return code === 0 ? '' : `${stdout}\n${stderr}`;
}

/** Names of the objects of a platform that are in a cluster. */
export async function present(plane: ControlPlane, folder: readonly KubernetesObject[]): Promise<string[]> {
  const found = folder.map(async (object) => {
    const path = await plane.client.pathOf(object).catch(() => undefined);
    if (path === undefined) return [];
    return (await plane.client.send({ method: 'GET', path })).status === 200 ? [describeObject(object)] : [];
  });
  return (await Promise.all(found)).flat().sort();
}

/** Whether a resource is a thing of a cloud, or of a machine. */
export function isOfCloud({ type }: Pick<StateResource, 'type'>): boolean {
  return !isObject({ type }) && !type.startsWith('pulumi:');
}

/** Plays Argo CD: what its applications brought is taken away, and then they let themselves be deleted. */
export function argoCd({ client }: ControlPlane): NodeJS.Timeout {
  const path = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
  return setInterval(async () => {
    const { body, status } = await client.send({ method: 'GET', path });
    if (status !== 200) return;
    const { items } = body as { items: { metadata: { name: string; deletionTimestamp?: string } }[] };
    for (const { metadata } of items.filter((each) => each.metadata.deletionTimestamp !== undefined))
      await client.send({
        method: 'PATCH',
        path: `${path}/${metadata.name}`,
        body: { metadata: { finalizers: null } },
        contentType: 'application/merge-patch+json',
      });
  }, 200);
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AddOn, Lock, LockedAddOn, LockedObject } from '../../constructs/core/index.ts';
import { deliveryFiles } from '../../constructs/delivery/index.ts';
import { renderPlatform } from '../../constructs/render.ts';
import { standInKinds } from '../../rehearsal/apply/stand-in-kinds.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput, PlatformSpec } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { digestOfValue } from '../../workspace/digest.ts';
import { writeLock } from '../../workspace/lock/lock-folder.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';

/** What a chart that could not be had keeps secret, for a look at where it ends up. */
export const CHART_SECRET = 'the-secret-of-a-chart';

/**
 * Writes a platform as a user has it: the spec, and beside it the lock with what Go modules have of its add-ons. Of the
 * others it holds a little of everything, and open definitions of the kinds that the platform uses.
 *
 * @returns every object that the Git folder has.
 */
export async function writePlatform(folder: string, input: PlatformInput): Promise<readonly KubernetesObject[]> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'platform.yaml'), stringify(input));
  const { spec } = parsePlatform(input);
  const facts = targetFacts(spec);
  const lock = await completeLock(spec);
  await writeLock(join(folder, 'platform.lock'), lock);
  return renderPlatform({ spec, facts, lock }).manifests.map(({ object }) => object);
}

async function completeLock(spec: PlatformSpec): Promise<Lock> {
  const tools = await renderTools(spec.target.kubernetes);
  const { lock, missingAddOns } = await makeLock(spec, { charts: { kind: 'modules' }, digests: 'skip', tools });
  const missing = new Set(missingAddOns.map(({ component }) => component));
  const facts = targetFacts(spec);
  const { addOns } = renderPlatform({ spec, facts, lock }).platform;
  const made = addOns.filter(({ component }) => missing.has(component.name)).map(standIn);
  const filled = {
    ...lock,
    addOns: { ...lock.addOns, ...Object.fromEntries(made.map((each) => [each.component, each])) },
  };
  const { manifests, platform } = renderPlatform({ spec, facts, lock: filled });
  const delivered = [...deliveryFiles(platform)].flatMap(([, objects]) => objects);
  return withKinds(filled, standInKinds([...manifests.map(({ object }) => object), ...delivered]));
}

/** Adds definitions: those of Argo CD to it, which a stack brings alone under its delivery, and the rest to any. */
function withKinds(lock: Lock, kinds: readonly KubernetesObject[]): Lock {
  const [first] = Object.keys(lock.addOns);
  const addOns = { ...lock.addOns };
  for (const kind of kinds) {
    const argo = kind.metadata.name.endsWith('.argoproj.io') && addOns['argo-cd'] !== undefined;
    const owner = argo ? 'argo-cd' : first;
    const addOn = owner === undefined ? undefined : addOns[owner];
    if (owner === undefined || addOn === undefined) throw new Error(`nothing brings ${kind.metadata.name}`);
    addOns[owner] = { ...addOn, crds: [...addOn.crds, kind as LockedObject] };
  }
  return { ...lock, addOns };
}

/** What charts typically hold: an account, settings, a secret, a program and the way to it. */
function standIn({ chart, component, namespace, values, version }: AddOn): LockedAddOn {
  const { name } = component;
  const object = (apiVersion: string, kind: string, rest: object = {}): LockedObject => ({
    apiVersion,
    kind,
    metadata: { name, namespace },
    ...rest,
  });
  const labels = { app: name };
  const pod = {
    serviceAccountName: name,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name,
        image: `registry.example.org/${name}:1`,
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
  return {
    component: name,
    version,
    ...(chart === undefined ? {} : { chart }),
    digest: '',
    valuesDigest: digestOfValue(values),
    crds: [],
    objects: [
      object('v1', 'ServiceAccount'),
      object('v1', 'ConfigMap', { data: { level: 'info' } }),
      object('v1', 'Secret', { stringData: { password: CHART_SECRET } }),
      object('apps/v1', 'Deployment', {
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
      }),
      object('v1', 'Service', { spec: { selector: labels, ports: [{ port: 80 }] } }),
    ],
  };
}

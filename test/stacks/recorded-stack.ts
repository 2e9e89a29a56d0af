import type { LockedAddOn, LockedObject } from '../../constructs/core/index.ts';
import { buildPlatform } from '../../constructs/render.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import type { Deletion } from '../../stacks/deletion.ts';
import { infrastructure, wholeEnvironment } from '../../stacks/environment.ts';
import type { EnvironmentArgs } from '../../stacks/environment-args.ts';
import { targetFacts } from '../../stacks/facts.ts';
import type { ManagementConnection } from '../../stacks/management-connection.ts';
import { type RecordingOptions, type Registered, recorded } from './recording.ts';

/** How a platform is built. */
export interface StackOptions extends RecordingOptions {
  /** @default protected */
  readonly deletion?: Deletion;
  /** @default all */
  readonly layer?: 'infrastructure' | 'all';
  /** Way to the cluster that makes the machines, asked for by each run anew. @default - none */
  readonly management?: () => ManagementConnection;
}

/** Everything that the stack of a platform registers. */
export function stackOf(input: PlatformInput, options: StackOptions = {}): Promise<Registered[]> {
  const args = environmentOf(input, options.deletion);
  return recorded(() => {
    const whole = { ...args, management: options.management?.() };
    return options.layer === 'infrastructure' ? infrastructure(whole) : wholeEnvironment(whole);
  }, options);
}

/**
 * A platform, ready to be built.
 *
 * @param locked - whether a lock holds something of every add-on
 */
export function environmentOf(input: PlatformInput, deletion: Deletion = 'protected', locked = true): EnvironmentArgs {
  const { spec } = parsePlatform(input);
  const facts = targetFacts(spec);
  const addOns = buildPlatform({ spec, facts }).addOns.map(({ component, namespace, values, version }) => [
    component.name,
    lockedAddOn(component.name, version, namespace, makesAccount(values)),
  ]);
  const lock = locked ? { images: {}, addOns: Object.fromEntries(addOns) } : undefined;
  return { spec, facts, lock, platform: buildPlatform({ spec, facts, lock }), deletion };
}

/** API groups whose definitions some add-ons bring, as far as other objects of a test need them. */
const GROUPS: Readonly<Record<string, string>> = {
  'argo-cd': 'argoproj.io',
  'cert-manager': 'cert-manager.io',
  'envoy-gateway-crds': 'gateway.envoyproxy.io',
  'external-secrets': 'external-secrets.io',
  'gateway-api': 'gateway.networking.k8s.io',
  karpenter: 'karpenter.sh',
  kueue: 'kueue.x-k8s.io',
};

/** Whether a chart with these values makes its service account itself. */
function makesAccount(values: object): boolean {
  return (values as { serviceAccount?: { create?: boolean } }).serviceAccount?.create !== false;
}

/** What a chart typically holds: a definition, rights, settings, a secret, a program, its Service and its webhook. */
function lockedAddOn(component: string, version: string, namespace: string, account: boolean): LockedAddOn {
  const group = GROUPS[component] ?? `${component}.example.org`;
  const object = (apiVersion: string, kind: string, rest: object = {}): LockedObject => ({
    apiVersion,
    kind,
    metadata: { name: component, namespace },
    ...rest,
  });
  return {
    component,
    version,
    digest: '',
    valuesDigest: '',
    crds: [
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `things.${group}` },
        spec: { group },
      },
    ],
    objects: [
      ...(account ? [object('v1', 'ServiceAccount')] : []),
      object('v1', 'Secret', { stringData: { password: `plain-${component}` } }),
      object('apps/v1', 'Deployment', { spec: { replicas: 1 } }),
      object('v1', 'Service', { spec: { type: 'ClusterIP' } }),
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: component },
      },
    ],
  };
}

/** The one resource of a type, or of a type and name; fails the test where there is not exactly one. */
export function the(registered: readonly Registered[], type: string, name?: string): Registered {
  const found = registered.filter((each) => each.type === type && (name === undefined || each.name === name));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} of ${type} ${name ?? ''}: ${found.map((each) => each.name).join(', ')}`);
  return only;
}

/** All resources of a type. */
export function allOf(registered: readonly Registered[], type: string): Registered[] {
  return registered.filter((each) => each.type === type);
}

/** Everything that is there before a resource, directly or not: what is deleted after it. */
export function before(registered: readonly Registered[], of: Registered): ReadonlySet<string> {
  const byUrn = new Map(registered.map((each) => [each.urn, each]));
  const found = new Set<string>();
  const rest = [...of.dependencies, of.parent];
  for (let urn = rest.pop(); urn !== undefined; urn = rest.pop()) {
    const each = byUrn.get(urn);
    if (each === undefined || found.has(urn)) continue;
    found.add(urn);
    rest.push(...each.dependencies, each.parent);
  }
  return found;
}

import type { KubernetesObject } from './kubernetes-object.ts';

/** The order in which one set of objects can be applied in a single pass, each phase after the one before it. */
export interface InstallPhases {
  /** What others live in. */
  readonly namespaces: readonly KubernetesObject[];
  /** Kinds that others are of. */
  readonly definitions: readonly KubernetesObject[];
  /** All that is neither a namespace, a definition, a webhook nor a custom resource of these very definitions. */
  readonly foundation: readonly KubernetesObject[];
  /** Webhook registrations: whoever answers them has to run by now. */
  readonly webhooks: readonly KubernetesObject[];
  /** Custom resources of the definitions above: their webhooks have to answer by now. */
  readonly resources: readonly KubernetesObject[];
}

/** Sorts objects into phases; keeps the given order within each. Pure. */
export function installPhases(objects: readonly KubernetesObject[]): InstallPhases {
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const groups = new Set(definitions.map(({ spec }) => (spec as { group: string }).group));
  const phaseOf = ({ kind, apiVersion }: KubernetesObject): keyof InstallPhases => {
    if (kind === 'Namespace') return 'namespaces';
    if (kind === 'CustomResourceDefinition') return 'definitions';
    if (kind.endsWith('WebhookConfiguration')) return 'webhooks';
    return groups.has(apiVersion.split('/')[0] ?? '') ? 'resources' : 'foundation';
  };
  const inPhase = (phase: keyof InstallPhases) => objects.filter((object) => phaseOf(object) === phase);
  return {
    namespaces: inPhase('namespaces'),
    definitions,
    foundation: inPhase('foundation'),
    webhooks: inPhase('webhooks'),
    resources: inPhase('resources'),
  };
}

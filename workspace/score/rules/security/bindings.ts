import type { Manifest } from '../../../../constructs/core/index.ts';
import type { Scene } from '../../scene.ts';

/** Somebody who is given rights. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** One rule of a role. */
export interface Right {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs?: readonly string[];
}

/** A binding as it is read. */
export interface Binding {
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly Subject[];
}

/** Every binding, with what it says. */
export function bindingsOf(scene: Scene): { readonly manifest: Manifest; readonly binding: Binding }[] {
  return scene
    .of('RoleBinding', 'ClusterRoleBinding')
    .map((manifest) => ({ manifest, binding: manifest.object as Binding }));
}

/** Everybody who is given rights by a binding. A service account without a namespace is of the binding's. */
export function subjectsOf(scene: Scene): Subject[] {
  return bindingsOf(scene).flatMap(({ binding, manifest }) =>
    (binding.subjects ?? []).map((subject) => ({
      ...subject,
      namespace: subject.namespace ?? manifest.object.metadata.namespace ?? '',
    })),
  );
}

/** The rules of a role. */
export function rightsOf({ object }: Manifest): readonly Right[] {
  return (object['rules'] ?? []) as readonly Right[];
}

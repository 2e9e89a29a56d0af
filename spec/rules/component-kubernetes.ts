import {
  type Component,
  compareVersions,
  DEFAULT_KUBERNETES_MINOR,
  findComponent,
  kubernetesMinors,
  kubernetesSupport,
} from '../../catalog/index.ts';
import { type ChosenComponent, chosenComponents } from '../chosen-components.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/**
 * Every component works on the cluster's minor: its documents list it, or its real controller passed on it.
 *
 * An error where upstream lists minors and this one is not among them. A warning where upstream lists none at all and the
 * minor is not the one that everybody gets. What the catalogue cannot know is not judged: a component that the owner
 * installs, unless the spec says its version, and a version that is not the catalogue's.
 */
export function* componentKubernetes(spec: PlatformSpec): Iterable<Finding> {
  const minor = spec.target.kubernetes;
  if (!Object.hasOwn(kubernetesMinors, minor)) return;
  const judged = judgedComponents(spec);
  const better = minorForAll(judged.map(({ component }) => component));
  for (const { because, component } of judged) {
    if (component.source.kind === 'none' || kubernetesSupport(component, minor) !== 'notListed') continue;
    const range = component.kubernetes;
    if (range === undefined && minor === DEFAULT_KUBERNETES_MINOR) continue;
    yield {
      code: 'COMPONENT_KUBERNETES_UNLISTED',
      level: range === undefined ? 'warning' : 'error',
      at: pathText(['target', 'kubernetes']),
      problem: `${component.name} ${component.version} (${because}) ${listed(component)}, and was not tested on ${minor}`,
      fix:
        better === undefined ? `name a version of ${component.name} that does, under components` : `write "${better}"`,
    };
  }
}

function judgedComponents(spec: PlatformSpec): (ChosenComponent & { readonly component: Component })[] {
  return chosenComponents(spec).flatMap((chosen) => {
    const component = findComponent(chosen.name);
    const version = Object.hasOwn(spec.components, chosen.name) ? spec.components[chosen.name]?.version : undefined;
    if (component === undefined || (version === undefined && chosen.installedBy === 'owner')) return [];
    return version === undefined || compareVersions(version, component.version) === 0 ? [{ ...chosen, component }] : [];
  });
}

function listed({ kubernetes: range }: Component): string {
  return range === undefined ? 'lists no Kubernetes minors' : `lists Kubernetes ${range[0]}–${range[1]}`;
}

/** The default minor, or else the newest, that no component leaves out. */
function minorForAll(among: readonly Component[]): string | undefined {
  const works = (minor: string) =>
    among.every(
      (each) =>
        each.source.kind === 'none' || each.kubernetes === undefined || kubernetesSupport(each, minor) !== 'notListed',
    );
  return [DEFAULT_KUBERNETES_MINOR, ...Object.keys(kubernetesMinors).reverse()].find(works);
}

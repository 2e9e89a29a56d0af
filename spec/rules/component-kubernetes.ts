import {
  type Component,
  compareVersions,
  DEFAULT_KUBERNETES_MINOR,
  findComponent,
  kubernetesMinors,
  kubernetesSupport,
} from '../../catalog/index.ts';
import { hasOtherSourceVersion } from '../chart-version.ts';
import { type ChosenComponent, chosenComponents } from '../chosen-components.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/**
 * Every component works on the cluster's minor: its documents list it, or its real controller passed on it.
 *
 * An error where upstream lists minors and the spec asks for one that is not among them; on the minor that everybody gets
 * a warning, because there the catalogue is behind and nobody chose wrongly. A warning also where upstream lists none at
 * all and the minor is another than everybody gets. What the catalogue cannot know is not judged: a component that the
 * owner installs, unless the spec says its version, and a version that is not the catalogue's.
 */
export function* componentKubernetes(spec: PlatformSpec): Iterable<Finding> {
  const minor = spec.target.kubernetes;
  if (!Object.hasOwn(kubernetesMinors, minor)) return;
  const usual = minor === DEFAULT_KUBERNETES_MINOR;
  const judged = judgedComponents(spec);
  for (const { because, component } of judged) {
    if (component.source.kind === 'none' || kubernetesSupport(component, minor) !== 'notListed') continue;
    const { kubernetes: range, name, version } = component;
    if (range === undefined && usual) continue;
    yield {
      code: 'COMPONENT_KUBERNETES_UNLISTED',
      level: range === undefined || usual ? 'warning' : 'error',
      at: pathText(['target', 'kubernetes']),
      problem: `${name} ${version} (${because}) ${listed(component)}, and was not tested on ${minor}`,
      fix: fixFor(
        component,
        judged.map((each) => each.component),
        minor,
      ),
    };
  }
}

function fixFor(component: Component, among: readonly Component[], minor: string): string {
  const better = minorForAll(among);
  if (better !== undefined && better !== minor) return `write "${better}"`;
  if (better === minor)
    return `try ${component.name} on ${minor} before you rely on it: no other minor suits the rest better`;
  const chart = hasOtherSourceVersion(component) ? ' and its chart' : '';
  return `name a version of ${component.name} that does${chart}, under components`;
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

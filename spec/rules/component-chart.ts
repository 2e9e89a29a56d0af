import { findComponent } from '../../catalog/index.ts';
import { hasOtherSourceVersion } from '../chart-version.ts';
import { chosenComponents } from '../chosen-components.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A version alone says which chart is installed only where charts count as their contents do. */
export function* componentChart(spec: PlatformSpec): Iterable<Finding> {
  for (const { installedBy, name } of chosenComponents(spec)) {
    const component = findComponent(name);
    const wanted = Object.hasOwn(spec.components, name) ? spec.components[name] : undefined;
    if (component === undefined || wanted === undefined || installedBy !== 'platform') continue;
    if (wanted.chart !== undefined || wanted.version === component.version) continue;
    if (!hasOtherSourceVersion(component)) continue;
    const git = component.source.kind === 'git';
    yield {
      code: 'COMPONENT_VERSION_CHART',
      level: 'error',
      at: pathText(['components', name, 'version']),
      problem: `the ${git ? 'folder' : 'chart'} of ${name} has versions of its own, so ${wanted.version} does not say what to install; the catalogue’s brings ${component.version}`,
      fix: `add chart: the ${git ? 'Git tag' : 'version of the chart'} that brings ${wanted.version}; or remove it`,
    };
  }
}

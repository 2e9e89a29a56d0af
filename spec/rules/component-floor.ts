import { findComponent, isBelowFloor } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** No component runs in a version with a published weakness. */
export function* componentFloor(spec: PlatformSpec): Iterable<Finding> {
  for (const [name, { version }] of Object.entries(spec.components)) {
    const component = findComponent(name);
    if (component?.floor === undefined || !isBelowFloor(component, version)) continue;
    yield {
      code: 'COMPONENT_VERSION_WEAK',
      level: 'error',
      at: pathText(['components', name, 'version']),
      problem: `${name} ${version} is below ${component.floor.version}: ${component.floor.because.replace(/\.$/, '')}`,
      fix: `write ${component.floor.version} or newer; the catalogue has ${component.version}`,
    };
  }
}

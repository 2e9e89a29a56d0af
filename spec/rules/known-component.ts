import { components, findComponent, MANAGED_VERSION } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A version is chosen for a component that there is, and whose version the platform can choose. */
export function* knownComponent(spec: PlatformSpec): Iterable<Finding> {
  for (const name of Object.keys(spec.components)) {
    const at = pathText(['components', name]);
    const component = findComponent(name);
    if (component === undefined)
      yield {
        code: 'COMPONENT_NAME_UNKNOWN',
        level: 'error',
        at,
        problem: `no component is called ${name}`,
        fix: fixByName(name, Object.keys(components)),
      };
    else if (name === 'kubernetes' || component.version === MANAGED_VERSION)
      yield {
        code: 'COMPONENT_VERSION_MANAGED',
        level: 'error',
        at,
        problem: `the version of ${name} is not the platform’s to choose`,
        fix: name === 'kubernetes' ? 'remove it and set target.kubernetes' : 'remove it: the cloud chooses',
      };
  }
}

import { findComponent, MANAGED_VERSION } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A chart is chosen only for what a chart installs. */
export function* componentWithoutChart(spec: PlatformSpec): Iterable<Finding> {
  for (const [name, { chart }] of Object.entries(spec.components)) {
    const component = findComponent(name);
    if (chart === undefined || component?.source.kind !== 'none' || component.version === MANAGED_VERSION) continue;
    yield {
      code: 'COMPONENT_CHART_NONE',
      level: 'error',
      at: pathText(['components', name, 'chart']),
      problem: `no chart installs ${name}: ${component.source.reason.replace(/\.$/, '')}`,
      fix: 'remove it',
    };
  }
}

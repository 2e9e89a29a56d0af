import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Where only signed releases are served, the spec itself names no model. */
export function* releaseEndpointModel({ releases, serving }: PlatformSpec): Iterable<Finding> {
  if (releases?.required !== true) return;
  for (const [index, { model, name, team }] of (serving?.endpoints ?? []).entries()) {
    if (model === undefined) continue;
    yield {
      code: 'RELEASES_ENDPOINT_MODEL',
      level: 'error',
      at: `serving.endpoints[${index}].model`,
      problem: 'only signed releases are served here, and this model has none',
      fix: `remove it and release the model: plinth release new FILE ${team}/${name}`,
    };
  }
}

import type { EndpointSpec } from './serving.ts';

/** First part of an endpoint's host, before the platform's domain: `defects-vision`. */
export function endpointHost({ name, team }: Pick<EndpointSpec, 'name' | 'team'>): string {
  return `${name}-${team}`;
}

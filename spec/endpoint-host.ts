import type { EndpointSpec } from './serving.ts';

/** First part of an endpoint's host, before the platform's domain: `defects-vision`. */
export function endpointHost({ name, team }: Pick<EndpointSpec, 'name' | 'team'>): string {
  return `${name}-${team}`;
}

/** Name of an endpoint's way in for holders of keys, beside the one for callers with a token: `defects-keys`. */
export function keyDoor({ name }: Pick<EndpointSpec, 'name'>): string {
  return `${name}-keys`;
}

/** First part of each host of an endpoint: `defects-vision`, and `defects-keys-vision` where keys open it. */
export function endpointHosts(endpoint: Pick<EndpointSpec, 'keys' | 'name' | 'team'>): readonly string[] {
  const { keys, team } = endpoint;
  return [endpointHost(endpoint), ...(keys.length === 0 ? [] : [endpointHost({ name: keyDoor(endpoint), team })])];
}

/** Name of the Secret with one holder's key. Neither part has a dot, so no two are the same: `defects-key.billing`. */
export function keySecret({ name }: Pick<EndpointSpec, 'name'>, holder: string): string {
  return `${name}-key.${holder}`;
}

import { endpointHost, keyDoor, keySecret } from '../../spec/endpoint-host.ts';
import type { EndpointSpec } from '../../spec/serving.ts';
import type { WayIn } from '../access/index.ts';

/** A host of an endpoint, with a route and a policy of its own. */
export interface EndpointDoor {
  /** Name of its route and its policy. */
  readonly name: string;
  /** Its host. */
  readonly host: string;
  /** Secrets with the keys that open it. @default - a token of the sign-in does */
  readonly keys?: readonly [string, ...string[]];
}

/**
 * Hosts of an endpoint: one for callers with a token, the first, and one for holders of keys where it has any.
 *
 * They are two because the gateway first looks at a request before it knows the model in its body, and whatever a policy
 * names is asked for then: on one host a caller would need both, or could choose.
 */
export function endpointDoors(endpoint: EndpointSpec, access: Pick<WayIn, 'host'>): readonly EndpointDoor[] {
  const { keys, name, team } = endpoint;
  const [first, ...others] = keys.map((holder) => keySecret(endpoint, holder));
  const door = keyDoor(endpoint);
  return [
    { name, host: access.host(endpointHost(endpoint)) },
    ...(first === undefined
      ? []
      : [{ name: door, host: access.host(endpointHost({ name: door, team })), keys: [first, ...others] as const }]),
  ];
}

/** Names of an endpoint's routes. */
export function routeNames(endpoint: Pick<EndpointSpec, 'keys' | 'name'>): readonly string[] {
  return [endpoint.name, ...(endpoint.keys.length === 0 ? [] : [keyDoor(endpoint)])];
}

import { endpointHost } from '../endpoint-host.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Longest part of a host name. Unit: characters. */
const LONGEST_LABEL = 63;
/** Names whose hosts the platform gives to parts of its own in each team. */
const RESERVED = ['mlflow', 'notebooks', 'workflows'];

/** Each endpoint has a host of its own: its name and its team's, below the platform's domain. */
export function* endpointNames({ serving }: PlatformSpec): Iterable<Finding> {
  const first = new Map<string, number>();
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    const host = endpointHost(endpoint);
    const problem = improper(endpoint.name, host);
    if (problem !== undefined) yield finding('ENDPOINT_NAME', index, problem, 'choose another name');
    const earlier = first.get(host);
    if (earlier === undefined) first.set(host, index);
    else
      yield finding(
        'ENDPOINT_HOST_TAKEN',
        index,
        `serving.endpoints[${earlier}] has the host ${host} too`,
        'rename one of the two',
      );
  }
}

function improper(name: string, host: string): string | undefined {
  if (!/^[a-z]/.test(name)) return `${name} does not begin with a letter, as names of Services must`;
  if (RESERVED.includes(name)) return `${host} is the host of a part of the platform`;
  if (host.length <= LONGEST_LABEL) return undefined;
  return `its host begins with ${host}, which has ${host.length} characters; at most ${LONGEST_LABEL} are allowed`;
}

function finding(code: Uppercase<string>, index: number, problem: string, fix: string): Finding {
  return { code, level: 'error', at: pathText(['serving', 'endpoints', index, 'name']), problem, fix };
}

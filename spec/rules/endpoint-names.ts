import { endpointHosts } from '../endpoint-host.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Longest part of a host name. Unit: characters. */
const LONGEST_LABEL = 63;
/** Names whose hosts the platform gives to parts of its own in each team. */
const RESERVED = ['mlflow', 'notebooks', 'workflows'];

/** Each endpoint has hosts of its own: its name and its team's, below the platform's domain, and one for holders of keys. */
export function* endpointNames({ serving }: PlatformSpec): Iterable<Finding> {
  const first = new Map<string, number>();
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    const hosts = endpointHosts(endpoint);
    const problem = improper(endpoint.name, hosts);
    if (problem !== undefined) yield finding('ENDPOINT_NAME', index, problem, 'choose another name');
    const taken = hosts.find((host) => first.has(host));
    if (taken !== undefined)
      yield finding(
        'ENDPOINT_HOST_TAKEN',
        index,
        `serving.endpoints[${first.get(taken)}] has the host ${taken} too`,
        'rename one of the two',
      );
    for (const host of hosts) if (!first.has(host)) first.set(host, index);
  }
}

function improper(name: string, [host = '', withKeys]: readonly string[]): string | undefined {
  if (!/^[a-z]/.test(name)) return `${name} does not begin with a letter, as names of Services must`;
  if (RESERVED.includes(name)) return `${host} is the host of a part of the platform`;
  const longest = withKeys ?? host;
  if (longest.length <= LONGEST_LABEL) return undefined;
  return `its host begins with ${longest}, which has ${longest.length} characters; at most ${LONGEST_LABEL} are allowed`;
}

function finding(code: Uppercase<string>, index: number, problem: string, fix: string): Finding {
  return { code, level: 'error', at: pathText(['serving', 'endpoints', index, 'name']), problem, fix };
}

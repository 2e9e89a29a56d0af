import { z } from 'zod';
import { edgeError } from './edge-paths.ts';

/** How long the hub may take. Unit: milliseconds. */
const PATIENCE = 10_000;

const counts = z.looseObject({
  total: z.int(),
  healthy: z.int(),
  failed: z.int(),
  blocked: z.int(),
  offline: z.int(),
  pending: z.int(),
});

const status = z.looseObject({
  version: z.literal(1),
  configValid: z.boolean(),
  configProblem: z.string().default(''),
  rollouts: z.array(
    z.looseObject({
      workload: z.string(),
      number: z.int(),
      phase: z.string(),
      ring: z.string().default(''),
      reason: z.string().default(''),
      sites: counts,
    }),
  ),
  sites: z.array(
    z.looseObject({
      name: z.string(),
      ring: z.string().default(''),
      online: z.boolean(),
      revoked: z.boolean().default(false),
      lastSeen: z.string().nullish(),
      workloads: z
        .array(
          z.looseObject({
            name: z.string(),
            phase: z.string().default(''),
            outcome: z.string().default(''),
            cause: z.string().default(''),
            active: z.string().default(''),
            desired: z.string().default(''),
            fetchedBytes: z.number().default(0),
            totalBytes: z.number().default(0),
          }),
        )
        .nullish()
        .transform((given) => given ?? []),
    }),
  ),
});

/** What the hub says about rollouts and sites. */
export type HubStatus = z.output<typeof status>;

/** Asks the hub how rollouts and sites are. @throws {PlatformError} `EDGE_HUB_SILENT` if it does not say. */
export async function hubStatus(hub: string): Promise<HubStatus> {
  try {
    if (!/^https?:\/\//.test(hub)) throw new Error('an address begins with http://');
    const answer = await fetch(new URL('/v1/status', hub), { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return status.parse(await answer.json());
  } catch (error) {
    const { cause, message } = error as Error;
    throw edgeError('EDGE_HUB_SILENT', hub, {
      problem: `the hub does not say how it is: ${cause instanceof Error ? cause.message : message.split('\n')[0]}`,
      fix: 'forward its port and name that: kubectl -n plinth-edge port-forward deployment/edge-hub 9090, then --hub http://127.0.0.1:9090',
    });
  }
}

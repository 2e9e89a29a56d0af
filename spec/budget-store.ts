import type { PlatformSpec } from './platform.ts';

/** Where the counters of token budgets are kept: serving runs the store, the gateway's rate limit service asks it. */
export const BUDGET_STORE = { name: 'budget-store', namespace: 'envoy-ai-gateway-system', port: 6_379 } as const;

/** Whether any endpoint of a platform has a budget of tokens. */
export function hasBudgets({ serving }: Pick<PlatformSpec, 'serving'>): boolean {
  return (serving?.endpoints ?? []).some(
    (endpoint) => endpoint.kind === 'language' && endpoint.tokensPerMinute !== undefined,
  );
}

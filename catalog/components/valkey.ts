import type { Component } from '../component.ts';

/** Valkey: the small store of Harbor's queues, and of the counters of token budgets. */
export const valkey = {
  name: 'valkey',
  purpose: 'Keeps Harbor’s queues and sessions, and counts what callers of language models have used.',
  version: '8.1.4',
  licence: 'BSD-3-Clause',
  homepage: 'https://valkey.io',
  source: { kind: 'none', reason: 'The platform writes a Deployment of its own.' },
  images: ['docker.io/valkey/valkey:8.1.4-alpine'],
  upgradeNotes: ['For budgets it holds counters of the running minute alone: losing it opens them for that minute.'],
} as const satisfies Component;

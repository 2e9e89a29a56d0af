import type { Component } from '../component.ts';

/** llm-d's router: the endpoint picker of language models, and the sidecar that splits reading prompts from writing answers. */
export const llmDRouter = {
  name: 'llm-d-router',
  purpose: 'Picks the server that answers a language model’s request best.',
  version: '0.9.0',
  licence: 'Apache-2.0',
  homepage: 'https://llm-d.ai',
  source: { kind: 'none', reason: 'KServe starts it beside each language model; nothing is installed for it.' },
  images: ['ghcr.io/llm-d/llm-d-router-endpoint-picker:v0.9.0', 'ghcr.io/llm-d/llm-d-router-disagg-sidecar:v0.9.0'],
  upgradeNotes: ['KServe 0.20 rewrites the picker’s configuration for the version that its own preset names: 0.9.0.'],
} as const satisfies Component;

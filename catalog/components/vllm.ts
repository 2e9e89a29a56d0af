import type { Component } from '../component.ts';

/** vLLM, the server of language models. */
export const vllm = {
  name: 'vllm',
  purpose: 'Serves large language models.',
  version: '0.33.0',
  licence: 'Apache-2.0',
  homepage: 'https://docs.vllm.ai',
  source: { kind: 'none', reason: 'It is the image of language models’ servers; nothing is installed for it.' },
  images: ['docker.io/vllm/vllm-openai:v0.33.0'],
  floor: {
    version: '0.31.0',
    because:
      "CVE-2026-114053: 0.7.3 up to 0.31.0 run a client's code where remote code is trusted; CVE-2026-22773 (up to 0.12.0) stops the server.",
  },
  upgradeNotes: ['llm-d 0.9 was put together with 0.26, which is below the floor.'],
} as const satisfies Component;

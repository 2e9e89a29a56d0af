import { cpSync } from 'node:fs';

/** Puts what is not TypeScript beside the compiled files: the pinned Go modules of the engines, and Plinth's own. */
cpSync('rehearsal/engines', 'lib/rehearsal/engines', {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});
cpSync('agent', 'lib/agent', { recursive: true, filter: (path) => !path.endsWith('_test.go') });

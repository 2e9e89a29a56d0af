import { cpSync } from 'node:fs';

/** Puts what is not TypeScript beside the compiled files: the pinned Go modules of the engines. */
cpSync('rehearsal/engines', 'lib/rehearsal/engines', {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});

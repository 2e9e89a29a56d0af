import { rmSync } from 'node:fs';

/** Begins a build with nothing: what was compiled from a file that is gone must not reach the package. */
rmSync('lib', { recursive: true, force: true });

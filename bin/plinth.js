#!/usr/bin/env node
// Starts Plinth: compiled files in an installed package, the sources in a clone.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `plinth needs Node 22.18 or newer, this is ${process.versions.node}.\n` +
      'In a clone, start it with npx or npm run: they use the Node 24 that the project brings.\n' +
      'Elsewhere, install Node 24, or add it to your project: npm install --save-dev node@24\n',
  );
  process.exit(2);
}
nodeModule.enableCompileCache?.();
const source = new URL('../cli/main.ts', import.meta.url);
const { main } = await import(existsSync(source) ? source.href : new URL('../lib/cli/main.js', import.meta.url).href);
await main(process.argv);

// The compiled program as the package's own launcher starts it.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { main } = await import('../lib/cli/main.js');
await main(process.argv);

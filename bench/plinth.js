// The compiled program, as users of the package run it.
import { main } from '../lib/cli/main.js';

await main(process.argv);

// The compiled program as the package's own launcher starts it.
import { writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

enableCompileCache();
// The machine may do other things meanwhile: what the processor did for this program says more than the clock.
const report = process.env.PLINTH_BENCH_CPU;
if (report !== undefined)
  process.on('exit', () => {
    const { system, user } = process.cpuUsage();
    writeFileSync(report, String((user + system) / 1000));
  });
const { main } = await import('../lib/cli/main.js');
await main(process.argv);

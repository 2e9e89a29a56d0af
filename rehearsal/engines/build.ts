import { type BuildProgress, buildEngines } from '../engine-build.ts';
import { ENGINE_GROUPS, type EngineGroup } from '../engine-catalog.ts';

/** Says one line about a step of the build, on stderr. */
function report({ engine, version, state, elapsedSeconds, remainingSeconds }: BuildProgress): void {
  const left = remainingSeconds > 0 ? `, about ${remainingSeconds} s left for the rest` : '';
  process.stderr.write(`${engine} ${version}: ${state} (${elapsedSeconds} s${left})\n`);
}

const asked = process.argv.slice(2);
const groups: readonly EngineGroup[] =
  asked.length === 0 ? ENGINE_GROUPS : ENGINE_GROUPS.filter((group) => asked.includes(group));

try {
  for (const { name, version, path } of await buildEngines(groups, { onProgress: report })) {
    process.stdout.write(`${name}\t${version}\t${path}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

import { fileURLToPath } from 'node:url';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { pinned } from '../../rehearsal/engine-catalog.ts';

/** Pulumi's command line with its engine, as released; for tests only, so `plinth engines list` does not offer it. */
const PULUMI = pinned({
  name: 'pulumi',
  group: 'tools',
  folder: fileURLToPath(new URL('./engines/pulumi', import.meta.url)),
  main: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
  module: 'github.com/pulumi/pulumi/pkg/v3',
  seconds: 187,
  versionVariables: ['github.com/pulumi/pulumi/sdk/v3/go/common/version.Version'],
});

/** Builds the engine if it is not in the cache yet, and says where it is. */
export async function buildPulumi(): Promise<string> {
  const [built] = await buildPrograms([PULUMI]);
  if (built === undefined) throw new Error('bug: nothing was built');
  return built.path;
}

import type { PlatformInput } from '../spec/platform.ts';
import { stackOf } from '../test/stacks/recorded-stack.ts';
import { loadPlatform } from '../workspace/platform-file.ts';

/**
 * Previews the environment of a spec against a monitor that records, with every object of the platform as a resource of its
 * own, and prints what it took since the process began. Units: ms, MiB.
 */
const { input } = await loadPlatform(process.argv[2] ?? 'examples/aws/platform.yaml');
const registered = await stackOf({ ...(input as PlatformInput), delivery: { kind: 'pulumi' } }, { preview: true });
console.log(
  JSON.stringify({
    ms: Math.round(performance.now()),
    maxRssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
    resources: registered.length,
  }),
);

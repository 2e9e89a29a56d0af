import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { LockedObject } from '../../../constructs/core/index.ts';
import { buildPlatform } from '../../../constructs/render.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { digestOfValue } from '../../../workspace/digest.ts';
import { lockFolderOf, writeLock } from '../../../workspace/lock/lock-folder.ts';
import { samplePlatform } from '../../sample.ts';

/** A platform with one add-on, that names one image of its chart in a pod and one in a flag. */
export interface ClosedPlatform {
  /** Spec file; its lock lies beside it. */
  readonly file: string;
  readonly folder: string;
}

/** What a small closed platform is made of. */
export interface ClosedPlatformProps {
  /** Image to digest, as a lock has them. */
  readonly digests: Readonly<Record<string, string>>;
  /** Image that the chart's pod runs. */
  readonly runs: string;
  /** Image that the chart hands to its operator. */
  readonly starts: string;
  /** Where the images are on the closed side. @default - the spec says nothing */
  readonly mirror?: string;
  /** Other parts of the spec. */
  readonly change?: Partial<PlatformInput>;
}

/** Writes the spec and its lock into a folder of their own. */
export async function closedPlatform({
  change,
  digests,
  mirror,
  runs,
  starts,
}: ClosedPlatformProps): Promise<ClosedPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-closed-'));
  const file = join(folder, 'platform.yaml');
  const input = samplePlatform({
    pools: [{ name: 'train-h100', machine: { vcpus: 8, memory: '64Gi' }, nodes: { min: 2, max: 2 } }],
    teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 8 } } }],
    delivery: { kind: 'plain' },
    components: { kueue: { version: '0.19.9' } },
    ...(mirror === undefined ? {} : { images: { mirrors: [{ source: '*', mirror }] } }),
    ...change,
  });
  writeFileSync(file, stringify(input));
  const { spec } = parsePlatform(input);
  const { addOns } = buildPlatform({ spec, facts: targetFacts(spec) });
  const container = { name: 'manager', image: runs, args: [`--worker-image=${starts}`] };
  const objects: LockedObject[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'manager', namespace: 'kueue-system' },
      spec: { template: { spec: { containers: [container] } } },
    },
  ];
  const locked = addOns.map(({ component, values, version }) => [
    component.name,
    { component: component.name, version, digest: 'sha256:0', valuesDigest: digestOfValue(values), crds: [], objects },
  ]);
  await writeLock(lockFolderOf(file), { addOns: Object.fromEntries(locked), images: digests });
  return { file, folder };
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runbookFiles } from '../constructs/observability/runbooks/runbook-pages.ts';
import { workloadsJsonSchema } from '../rehearsal/workloads/workloads-schema.ts';
import { fleetJsonSchema } from '../spec/fleet-schema.ts';
import { platformJsonSchema } from '../spec/json-schema.ts';
import { referencePage } from '../spec/reference-page.ts';
import { releaseJsonSchema, trafficJsonSchema } from '../spec/release-schema.ts';
import { apiReport } from './api-report.ts';
import { PACKAGE_ROOT, publicDoors } from './api-report-doors.ts';

/** Files that are made from the sources, and what they hold now; a test compares each. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'schema/platform.json': () => `${JSON.stringify(platformJsonSchema(), null, 2)}\n`,
  'schema/fleet.json': () => `${JSON.stringify(fleetJsonSchema(), null, 2)}\n`,
  'schema/workloads.json': () => `${JSON.stringify(workloadsJsonSchema(), null, 2)}\n`,
  'schema/release.json': () => `${JSON.stringify(releaseJsonSchema(), null, 2)}\n`,
  'schema/traffic.json': () => `${JSON.stringify(trafficJsonSchema(), null, 2)}\n`,
  'docs/spec.md': referencePage,
  'docs/api.md': () => apiReport(publicDoors(PACKAGE_ROOT)),
  ...runbookFiles(),
};

if (import.meta.main) {
  for (const [path, make] of Object.entries(GENERATED)) {
    const file = join(PACKAGE_ROOT, path);
    const text = make();
    const old = textOf(file);
    mkdirSync(dirname(file), { recursive: true });
    if (old !== text) writeFileSync(file, text);
    console.log(`${old === text ? 'up to date' : 'written   '} ${path}`);
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not made before.
    return undefined;
  }
}

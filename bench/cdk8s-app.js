// The same constructs under cdk8s' own command line: what `cdk8s synth` runs.
import { readFileSync } from 'node:fs';
import { App } from 'cdk8s';
import { Platform, parsePlatform, targetFacts } from '../lib/index.js';

const { spec } = parsePlatform(JSON.parse(readFileSync(process.env.PLINTH_BENCH_SPEC, 'utf8')));
const app = new App();
new Platform(app, 'platform', { spec, facts: targetFacts(spec) });
app.synth();

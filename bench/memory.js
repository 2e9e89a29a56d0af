// Renders a spec in this process and prints how long it took and the most memory it held. Units: ms, MiB.
import { readFileSync } from 'node:fs';
import { parsePlatform, renderFolder } from '../lib/index.js';

const input = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const begun = performance.now();
const { spec } = parsePlatform(input);
const { files, manifests } = renderFolder(spec);
const ms = Math.round(performance.now() - begun);
const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
console.log(
  JSON.stringify({
    ms,
    maxRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    objects: manifests.length,
    bytes,
  }),
);

import { join } from 'node:path';
import { styleText } from 'node:util';
import { TARGET_KINDS } from '../spec/target.ts';
import { writeFolder } from '../workspace/output-folder.ts';
import { preparePlatform } from '../workspace/prepare-platform.ts';
import { type Summary, summary, summaryText } from '../workspace/summary.ts';

/** Renders the reference platform for all six targets into `dist/` and says what came out. */
const begun = performance.now();
const rows: string[] = [];
let last: Summary | undefined;
for (const target of TARGET_KINDS) {
  const { folder, spec } = await preparePlatform(`examples/${target}/platform.yaml`);
  await writeFolder(join('dist', target), folder.files);
  last = summary(spec, folder);
  const waves = Object.entries(last.waves).map(([wave, count]) => `${wave} ${count}`.padEnd(14));
  rows.push(`  ${join('dist', target).padEnd(20)}${waves.join('')}${last.addOns.length} add-ons`);
}
const text = [
  styleText('bold', 'The reference platform, rendered for six targets'),
  last === undefined ? '' : summaryText(last),
  '',
  styleText('bold', 'Objects by wave'),
  ...rows,
  '',
  `Done in ${((performance.now() - begun) / 1000).toFixed(1)} s. Look next at`,
  '  examples/aws/platform.yaml    what a user writes',
  '  dist/aws/30-tenants/          what a team becomes',
  '  constructs/platform.ts        which room makes what',
  '  npx plinth init my-platform   your own',
];
console.log(text.join('\n'));

import { expect, test } from 'vitest';
import { mermaidText } from '../../../workspace/graph/index.ts';
import { samplePlatform } from '../../sample.ts';
import { crowd, EVIL, evilGraph, graphOf } from './sample-graphs.ts';

const NAME = '[A-Za-z][A-Za-z0-9_]*_\\d+';
const TEXT = '(?:[\\p{L}\\p{N} ,/:()–×….+_-]|#\\d+;|<br/>)+';

/** The part of Mermaid's flowchart language that is used; every line must be one of these. */
const LINES = {
  start: /^flowchart LR$/,
  frame: new RegExp(`^ +subgraph (${NAME})\\["${TEXT}"\\]$`, 'u'),
  direction: /^ +direction LR$/,
  end: /^ +end$/,
  node: new RegExp(`^ +(${NAME})\\["${TEXT}"\\]:::(teams|queues|pools|rooms|delivery)$`, 'u'),
  arrow: new RegExp(`^ +(${NAME}) -->(?:\\|"${TEXT}"\\|)? (${NAME})$`, 'u'),
  style: /^ {2}classDef [a-z]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}$/,
  link: /^ {2}linkStyle default stroke:#[0-9a-f]{6}$/,
  frames: new RegExp(`^ {2}class ${NAME}(,${NAME})* frame$`),
};

/** Kind and match of each line; fails the test on a line that is none. */
function parsed(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      for (const [kind, form] of Object.entries(LINES)) {
        const match = form.exec(line);
        if (match !== null) return { kind: kind as keyof typeof LINES, names: match.slice(1) };
      }
      throw new Error(`not Mermaid: ${line}`);
    });
}

test.each([
  ['the sample', graphOf(samplePlatform())],
  ['a crowd', graphOf(crowd(200))],
  ['texts that would break out', evilGraph()],
])('the text of %s is Mermaid, frames are closed, and arrows lead to what is there', (_, graph) => {
  const lines = parsed(mermaidText(graph));
  const count = (kind: string) => lines.filter((line) => line.kind === kind).length;
  expect(lines[0]?.kind).toBe('start');
  expect(count('frame')).toBe(graph.groups.length);
  expect(count('end')).toBe(graph.groups.length);
  expect(count('node')).toBe(graph.nodes.length);
  expect(count('arrow')).toBe(graph.edges.length);
  const known = lines.filter(({ kind }) => kind === 'frame' || kind === 'node').map(({ names }) => names[0]);
  expect(new Set(known).size).toBe(known.length);
  for (const { kind, names } of lines) if (kind === 'arrow') expect(known).toEqual(expect.arrayContaining(names));
});

test('quotas stand on the arrows', () => {
  expect(mermaidText(graphOf(samplePlatform()))).toMatch(
    /queue_team_vision_vision_\d+ -->\|"8 \+ 8"\| pool_train_h100_\d+\n/,
  );
});

test('a text reads as it was written, and what could mean something is written by its number', () => {
  const text = mermaidText({
    title: '',
    groups: [],
    edges: [],
    nodes: [{ id: 'a', group: 'none', part: 'pools', title: 'a', lines: [] }],
  });
  expect(text).not.toContain('class ');
  const evil = mermaidText(evilGraph());
  expect(evil).toContain('"1#46; list');
  expect(evil).toContain('"#35;quot#59; #35;35#59; #38;amp#59; #38;lt#59;');
  expect(evil).toContain('日本 é #128512;');
});

test('no text but ours holds a quote, an angle bracket or a backtick', () => {
  const own = mermaidText(evilGraph()).replaceAll('<br/>', '');
  expect(own.replaceAll(/\["[^"\n]*"\]|\|"[^"\n]*"\|/g, '')).not.toContain('"');
  expect(own.replaceAll('-->', '')).not.toMatch(/[<>`]/);
  expect(EVIL.length).toBeGreaterThan(20);
});

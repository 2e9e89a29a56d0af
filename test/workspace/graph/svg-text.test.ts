import { expect, test } from 'vitest';
import { dotText, type Graph, svgText } from '../../../workspace/graph/index.ts';
import { samplePlatform } from '../../sample.ts';
import { crowd, EVIL, evilGraph, graphOf } from './sample-graphs.ts';

/** The texts of an XML document; fails the test where a tag is not closed, or a `<` or `&` stands alone. */
function textsOf(xml: string): string[] {
  const open: string[] = [];
  const texts: string[] = [];
  const token = /<!--(?:(?!--).)*-->|<(\/?)([a-z]+)((?:\s+[a-zA-Z:_-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/sy;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw new Error(`not XML: ${xml.slice(at, at + 80)}`);
    const [, closing, name = '', attributes = '', empty, text] = match;
    expect(`${attributes}${text ?? ''}`).not.toMatch(/&(?!(amp|lt|gt|quot|#\d+|#x[0-9a-f]+);)/);
    if (text !== undefined && open.at(-1) === 'text') texts.push(decoded(text));
    if (closing === '/') expect(open.pop()).toBe(name);
    else if (name !== '' && empty !== '/') open.push(name);
  }
  expect(open).toEqual([]);
  return texts;
}

function decoded(text: string): string {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/g, (_, decimal?: string, hexadecimal?: string, name = '') => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return hexadecimal === undefined ? (names[name] ?? '?') : String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    })
    .replaceAll('\u00a0', ' ');
}

test.each<[string, () => Graph]>([
  ['the sample', () => graphOf(samplePlatform())],
  ['a crowd', () => graphOf(crowd(200))],
  ['departments', () => graphOf(crowd(20, (index) => (index % 3 === 0 ? undefined : `d${index % 3}`)))],
])('the picture of %s shows every title, line and number', async (_, make) => {
  const graph = make();
  const texts = textsOf(await svgText(graph));
  const wanted = [...graph.groups, ...graph.nodes, ...graph.edges.map(({ label }) => ({ title: label, lines: [] }))];
  const words = wanted.flatMap((each) => [each.title ?? [], 'lines' in each ? each.lines : []].flat());
  expect(texts).toEqual(expect.arrayContaining([graph.title, ...words]));
});

test('texts that would break out are shown as they are', async () => {
  const svg = await svgText(evilGraph());
  const texts = textsOf(svg);
  for (const text of EVIL.filter(
    (each) => /^[\x20-\x7e日本é😀]+$/u.test(each) && each.length < 48 && each.trim() !== '',
  ))
    expect(texts).toContain(text);
  expect(svg).not.toMatch(/<script|<!DOCTYPE|javascript:[^<]*"/i);
});

test('the picture needs nothing else, and brings its own background', async () => {
  const svg = await svgText(graphOf(samplePlatform()));
  expect(svg).toMatch(/^<svg role="img" /);
  expect(svg).toContain('fill="#ffffff"');
  expect(svg).not.toMatch(/href=|<style|<script|<image|url\(/);
  expect(svg.match(/https?:\/\/[^"<]*/g)?.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([
    'https://git.example.org/lab.git',
  ]);
});

test('the same graph is drawn the same', async () => {
  expect(await svgText(graphOf(samplePlatform()))).toBe(await svgText(graphOf(samplePlatform())));
});

test('the text for Graphviz holds the number of each arrow in the box where it begins', () => {
  const dot = dotText(graphOf(samplePlatform()));
  expect(dot).toMatch(/port="p0"><font [^>]*>8 \+ 8<\/font>/);
  expect(dot).toMatch(/queue_team_vision_vision_\d+:p0:e -> pool_train_h100_\d+:w \[color="#[0-9a-f]{6}"\];/);
  expect(dot).toMatch(/lhead=cluster_wave_operators_\d+/);
});

test('an arrow to something that is not in the graph is a mistake of ours', () => {
  expect(() => dotText({ title: '', groups: [], nodes: [], edges: [{ from: 'a', to: 'b' }] })).toThrow('bug: ');
});

import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { type Graph, platformGraph } from '../../../workspace/graph/index.ts';
import { rendered, samplePlatform } from '../../sample.ts';

/** The graph of a platform that a user would write. */
export function graphOf(input: PlatformInput): Graph {
  return platformGraph(rendered(input), parsePlatform(input).spec);
}

/** Teams that each are guaranteed one accelerator of a pool large enough for all. */
export function crowd(
  count: number,
  departmentOf: (index: number) => string | undefined = () => undefined,
): PlatformInput {
  const teams = Array.from({ length: count }, (_, index) => ({
    name: `team-${index}`,
    groups: [`oidc:team-${index}`],
    department: departmentOf(index),
    quota: { 'train-h100': { guaranteed: 1, borrowable: 2 } },
  }));
  const departments = [...new Set(teams.flatMap(({ department }) => department ?? []))].map((name) => ({ name }));
  const pools = samplePlatform().pools.map((pool) => ({ ...pool, nodes: { min: 1, max: 500 } }));
  return samplePlatform({ pools, teams, queueing: { departments } });
}

/** Texts that would mean something to a terminal, to HTML, Markdown, Mermaid or Graphviz. */
export const EVIL = [
  '"]; end; click a "javascript:alert(1)"',
  '`**md** _it_ [l](http://x)`',
  '<script>alert(1)</script><b>x',
  '#quot; #35; &amp; &lt;',
  '1. list',
  '- list',
  '+ list',
  'end',
  '%% comment',
  '$$\\frac{1}{2}$$',
  'a\nb\r\u0000\u2028c',
  '\u202etxt.exe',
  'a|b {{x}} ((y))',
  '\\N \\G \\l \\"',
  ']]>',
  '<!--',
  '--> b:::rooms',
  '日本 é 😀',
  'x'.repeat(300),
  '',
  ' ',
  '\ud800',
  '#{x}',
];

/** A graph in which every text and every id is one of those. */
export function evilGraph(): Graph {
  const nodes = EVIL.map((title, index) => {
    return {
      id: `n:${title}${index}`,
      group: `g:${title}`,
      part: 'teams',
      title,
      lines: EVIL.slice(index, index + 2),
    } as const;
  });
  const edges = nodes.map(({ id, title }, index) => ({
    from: id,
    to: nodes[(index + 5) % nodes.length]?.id ?? id,
    label: title,
  }));
  return {
    title: EVIL.join(' '),
    groups: EVIL.map((title) => ({ id: `g:${title}`, title, part: 'queues' })),
    nodes,
    edges,
  };
}

import { COLOURS, PART_COLOURS } from './drawing-style.ts';
import type { Graph, GraphGroup, GraphNode, GraphPart } from './graph.ts';
import { labelText } from './label-text.ts';
import { pictureNames } from './picture-names.ts';

/**
 * What may mean something to Mermaid or to Markdown inside of quotes, and is written by its number: everything but
 * letters, digits, a few signs, and the signs that mean nothing inside of a word or of a sum.
 */
const SPECIAL =
  /(?!(?<=[\p{L}\p{N}])[-._](?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}] )\+(?= [\p{L}\p{N}]))[^\p{L}\p{N} ,/:()–×…]/gu;

/** A graph as a Mermaid flowchart, which GitHub, GitLab and most wikis draw. Titles and lines cannot break out of their place. */
export function mermaidText(graph: Graph): string {
  const name = pictureNames(graph);
  const lines = [
    'flowchart LR',
    ...graph.groups
      .filter(({ parent }) => parent === undefined)
      .flatMap((group) => groupLines(graph, group, name, '  ')),
    ...graph.edges.map(({ from, label, to }) => {
      const text = label === undefined ? '' : `|"${escaped(label)}"|`;
      return `  ${name(from)} -->${text} ${name(to)}`;
    }),
    ...(Object.keys(PART_COLOURS) as GraphPart[]).map((part) => classLine(part)),
    `  classDef frame fill:${COLOURS.frame},stroke:${COLOURS.frameStroke},color:${COLOURS.faint}`,
    ...(graph.edges.length === 0 ? [] : [`  linkStyle default stroke:${COLOURS.arrow}`]),
    ...(graph.groups.length === 0 ? [] : [`  class ${graph.groups.map(({ id }) => name(id)).join(',')} frame`]),
  ];
  return `${lines.join('\n')}\n`;
}

function groupLines(graph: Graph, group: GraphGroup, name: (id: string) => string, pad: string): string[] {
  const inner = graph.groups.filter(({ parent }) => parent === group.id);
  return [
    `${pad}subgraph ${name(group.id)}["${escaped(group.title)}"]`,
    // Mermaid turns a frame that no arrow leaves by a quarter otherwise.
    `${pad}  direction LR`,
    ...inner.flatMap((each) => groupLines(graph, each, name, `${pad}  `)),
    ...graph.nodes.filter((node) => node.group === group.id).map((node) => `${pad}  ${nodeLine(node, name(node.id))}`),
    `${pad}end`,
  ];
}

function nodeLine({ lines, part, title }: GraphNode, name: string): string {
  return `${name}["${[title, ...lines].map(escaped).join('<br/>')}"]:::${part}`;
}

function classLine(part: GraphPart): string {
  const { fill, stroke } = PART_COLOURS[part];
  return `  classDef ${part} fill:${fill},stroke:${stroke},color:${COLOURS.text}`;
}

function escaped(text: string): string {
  return labelText(text).replace(SPECIAL, (character) => `#${character.codePointAt(0)};`);
}

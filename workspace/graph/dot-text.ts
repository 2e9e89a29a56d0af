import { boxLabel, portOf } from './box-label.ts';
import { arrowColours, COLOURS, FONT, PART_COLOURS } from './drawing-style.ts';
import type { Graph, GraphEdge, GraphGroup, GraphNode } from './graph.ts';
import { grouped } from './grouped.ts';
import { markup } from './markup.ts';

/**
 * A graph in the language of Graphviz. Titles and lines cannot break out of their place, whatever they hold.
 *
 * The text of an arrow stands in the box where it begins, on a line of its own: in the middle of many arrows nobody
 * could tell to which one it belongs.
 */
export function dotText(graph: Graph): string {
  const colours = arrowColours(graph.edges);
  // Graphviz puts what comes first at the bottom: frames and boxes are written from the last to the first.
  const frames = graph.groups.filter(({ parent }) => parent === undefined).toReversed();
  const lines = [
    'digraph platform {',
    `  graph [rankdir=LR, compound=true, newrank=true, bgcolor="${COLOURS.background}", pad=0.3, nodesep=0.16, ranksep=1.2];`,
    `  graph [fontname="${FONT}", fontsize=16, fontcolor="${COLOURS.text}", labelloc=t, labeljust=l, label=<<b>${markup(graph.title)}</b>>];`,
    `  node [shape=box, style="filled,rounded", fontname="${FONT}", fontsize=11, fontcolor="${COLOURS.text}", margin="0.06,0.03", height=0.3];`,
    `  edge [color="${COLOURS.arrow}", arrowsize=0.6];`,
    ...frames.flatMap((group) => groupLines(graph, group, '  ')),
    ...graph.edges.map((edge) => edgeLine(graph, edge, colours.get(edge))),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function groupLines(graph: Graph, group: GraphGroup, pad: string): string[] {
  const own = graph.nodes.filter((node) => node.group === group.id).toReversed();
  const inner = graph.groups.filter(({ parent }) => parent === group.id).toReversed();
  // Graphviz would spread boxes over several columns: pools that nobody uses, and what an arrow leads to as a whole.
  const column = group.part === 'pools' || graph.edges.some(({ from, to }) => from === group.id || to === group.id);
  const boxes = bundled(graph, own, `${pad}  `);
  return [
    `${pad}subgraph ${quoted(clusterOf(group.id))} {`,
    `${pad}  label=<<b>${markup(group.title)}</b>>; labeljust=l; fontsize=11; fontcolor="${COLOURS.faint}";`,
    `${pad}  style="filled,rounded"; margin=12; fillcolor="${COLOURS.frame}"; color="${COLOURS.frameStroke}";`,
    ...(inner.length > 0 && own.length > 0 ? bundle(`${group.id}:own`, boxes, `${pad}  `) : boxes),
    ...inner.flatMap((each) => groupLines(graph, each, `${pad}  `)),
    ...(column ? [`${pad}  {rank=same; ${own.map(({ id }) => quoted(id)).join('; ')}}`] : []),
    `${pad}}`,
  ];
}

/** Boxes, those that the same box leads to kept together. */
function bundled(graph: Graph, nodes: readonly GraphNode[], pad: string): string[] {
  const sources = new Map(graph.edges.map(({ from, to }) => [to, from]));
  return [...grouped(nodes, ({ id }) => sources.get(id) ?? id)].flatMap(([source, members]) => {
    const lines = members.map((node) => `${pad}${nodeLine(graph, node)}`);
    return members.length > 1 && source !== members[0]?.group ? bundle(`${source}:boxes`, lines, pad) : lines;
  });
}

/** A frame that nobody sees: Graphviz never puts anything else between what stands in a frame. */
function bundle(id: string, lines: readonly string[], pad: string): string[] {
  return [
    `${pad}subgraph ${quoted(clusterOf(id))} {`,
    `${pad}  label=""; peripheries=0; style=""; bgcolor=transparent; margin=0;`,
    ...lines.map((line) => `  ${line}`),
    `${pad}}`,
  ];
}

function nodeLine(graph: Graph, node: GraphNode): string {
  const { fill, stroke } = PART_COLOURS[node.part];
  return `${quoted(node.id)} [fillcolor="${fill}", color="${stroke}", label=<${boxLabel(graph, node)}>];`;
}

function edgeLine(graph: Graph, edge: GraphEdge, colour: string | undefined): string {
  const { from, label, to } = edge;
  const attributes = [
    // Arrows without a text are kept short and straight; those with one have their colour to be followed by.
    colour === undefined ? 'weight=50' : `color="${colour}"`,
    ...(isGroup(graph, from) ? [`ltail=${quoted(clusterOf(from))}`] : []),
    ...(isGroup(graph, to) ? [`lhead=${quoted(clusterOf(to))}`] : []),
  ];
  const begin = isGroup(graph, from) ? '' : label === undefined ? ':e' : `:${portOf(graph, edge)}:e`;
  const end = isGroup(graph, to) ? '' : ':w';
  return `  ${quoted(nodeIn(graph, from))}${begin} -> ${quoted(nodeIn(graph, to))}${end} [${attributes.join(', ')}];`;
}

/** Graphviz draws arrows between nodes only; the middle one of the frame's own stands for the frame. */
function nodeIn(graph: Graph, id: string): string {
  const own = graph.nodes.filter(({ group }) => group === id);
  return isGroup(graph, id) ? (own[Math.floor(own.length / 2)]?.id ?? id) : id;
}

function isGroup({ groups }: Graph, id: string): boolean {
  return groups.some((group) => group.id === id);
}

/** Graphviz draws a frame around a subgraph only if its name begins so. */
function clusterOf(id: string): string {
  return `cluster_${id}`;
}

/** A name in quotes. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

import { boxLabel, portOf } from './box-label.ts';
import { arrowColours, COLOURS, FONT, PART_COLOURS } from './drawing-style.ts';
import type { Graph, GraphEdge, GraphGroup, GraphNode } from './graph.ts';
import { markup } from './markup.ts';

/**
 * A graph in the language of Graphviz. Titles and lines cannot break out of their place, whatever they hold.
 *
 * The text of an arrow stands in the box where it begins, on a line of its own: in the middle of many arrows nobody
 * could tell to which one it belongs.
 */
export function dotText(graph: Graph): string {
  const colours = arrowColours(graph.edges);
  // Graphviz puts what comes first at the bottom: the frames are written from the last to the first.
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
  const own = graph.nodes.filter((node) => node.group === group.id);
  // What an arrow leads to as a whole stands in one column; Graphviz would spread it over several.
  const column = graph.edges.some(({ from, to }) => from === group.id || to === group.id);
  return [
    `${pad}subgraph ${quoted(clusterOf(group.id))} {`,
    `${pad}  label=<<b>${markup(group.title)}</b>>; labeljust=l; fontsize=11; fontcolor="${COLOURS.faint}";`,
    `${pad}  style="filled,rounded"; margin=12; fillcolor="${COLOURS.frame}"; color="${COLOURS.frameStroke}";`,
    ...graph.groups
      .filter(({ parent }) => parent === group.id)
      .flatMap((inner) => groupLines(graph, inner, `${pad}  `)),
    ...own.map((node) => `${pad}  ${nodeLine(graph, node)}`),
    ...(column ? [`${pad}  {rank=same; ${own.map(({ id }) => quoted(id)).join('; ')}}`] : []),
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

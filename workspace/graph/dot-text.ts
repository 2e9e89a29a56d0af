import { boxLabel, portOf } from './box-label.ts';
import { arrowColours, COLOURS, FONT, PART_COLOURS } from './drawing-style.ts';
import type { Graph, GraphEdge, GraphGroup, GraphNode } from './graph.ts';
import { grouped } from './grouped.ts';
import { markup } from './markup.ts';
import { pictureNames } from './picture-names.ts';

/** A graph that is being written, and the names of what is in it. */
interface Drawing extends Graph {
  readonly name: (id: string) => string;
}

/**
 * A graph in the language of Graphviz. Titles and lines cannot break out of their place, whatever they hold.
 *
 * The text of an arrow stands in the box where it begins, on a line of its own: in the middle of many arrows nobody
 * could tell to which one it belongs.
 */
export function dotText(graph: Graph): string {
  const drawing = { ...graph, name: pictureNames(graph) };
  const colours = arrowColours(graph.edges);
  // Graphviz puts what comes first at the bottom: frames and boxes are written from the last to the first.
  const frames = graph.groups.filter(({ parent }) => parent === undefined).toReversed();
  const lines = [
    'digraph platform {',
    `  graph [rankdir=LR, compound=true, newrank=true, bgcolor="${COLOURS.background}", pad=0.3, nodesep=0.16, ranksep=1.2];`,
    `  graph [fontname="${FONT}", fontsize=16, fontcolor="${COLOURS.text}", labelloc=t, labeljust=l, label=<<b>${markup(graph.title)}</b>>];`,
    `  node [shape=box, style="filled,rounded", fontname="${FONT}", fontsize=11, fontcolor="${COLOURS.text}", margin="0.06,0.03", height=0.3];`,
    `  edge [color="${COLOURS.arrow}", arrowsize=0.6];`,
    ...frames.flatMap((group) => groupLines(drawing, group, '  ')),
    ...graph.edges.map((edge) => edgeLine(drawing, edge, colours.get(edge))),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function groupLines(drawing: Drawing, group: GraphGroup, pad: string): string[] {
  const { edges, groups, name, nodes } = drawing;
  const own = nodes.filter((node) => node.group === group.id).toReversed();
  const inner = groups.filter(({ parent }) => parent === group.id).toReversed();
  // Graphviz would spread boxes over several columns: pools that nobody uses, and what an arrow leads to as a whole.
  const column = group.part === 'pools' || edges.some(({ from, to }) => from === group.id || to === group.id);
  const boxes = bundled(drawing, own, `${pad}  `);
  return [
    `${pad}subgraph cluster_${name(group.id)} {`,
    `${pad}  label=<<b>${markup(group.title)}</b>>; labeljust=l; fontsize=11; fontcolor="${COLOURS.faint}";`,
    `${pad}  style="filled,rounded"; margin=12; fillcolor="${COLOURS.frame}"; color="${COLOURS.frameStroke}";`,
    ...(inner.length > 0 && own.length > 0 ? bundle(`${name(group.id)}_own`, boxes, `${pad}  `) : boxes),
    ...inner.flatMap((each) => groupLines(drawing, each, `${pad}  `)),
    ...(column ? [`${pad}  {rank=same; ${own.map(({ id }) => name(id)).join('; ')}}`] : []),
    `${pad}}`,
  ];
}

/** Boxes, those that the same box leads to kept together. */
function bundled(drawing: Drawing, nodes: readonly GraphNode[], pad: string): string[] {
  const sources = new Map(drawing.edges.map(({ from, to }) => [to, from]));
  return [...grouped(nodes, ({ id }) => sources.get(id) ?? id).values()].flatMap((members) => {
    const lines = members.map((node) => `${pad}${nodeLine(drawing, node)}`);
    const [first] = members;
    return first !== undefined && members.length > 1 ? bundle(`${drawing.name(first.id)}_bundle`, lines, pad) : lines;
  });
}

/** A frame that nobody sees: Graphviz never puts anything else between what stands in a frame. */
function bundle(name: string, lines: readonly string[], pad: string): string[] {
  return [
    `${pad}subgraph cluster_${name} {`,
    `${pad}  label=""; peripheries=0; style=""; bgcolor=transparent; margin=0;`,
    ...lines.map((line) => `  ${line}`),
    `${pad}}`,
  ];
}

function nodeLine(drawing: Drawing, node: GraphNode): string {
  const { fill, stroke } = PART_COLOURS[node.part];
  return `${drawing.name(node.id)} [fillcolor="${fill}", color="${stroke}", label=<${boxLabel(drawing, node)}>];`;
}

function edgeLine(drawing: Drawing, edge: GraphEdge, colour: string | undefined): string {
  const { label } = edge;
  const [from, to] = [endOf(drawing, edge.from), endOf(drawing, edge.to)];
  const attributes = [
    // Arrows without a text are kept short and straight; those with one have their colour to be followed by.
    colour === undefined ? 'weight=50' : `color="${colour}"`,
    ...(from.frame === undefined ? [] : [`ltail=${from.frame}`]),
    ...(to.frame === undefined ? [] : [`lhead=${to.frame}`]),
  ];
  const begin = from.frame === undefined ? `${label === undefined ? '' : `:${portOf(drawing, edge)}`}:e` : '';
  const end = to.frame === undefined ? ':w' : '';
  return `  ${from.node}${begin} -> ${to.node}${end} [${attributes.join(', ')}];`;
}

/** Graphviz draws arrows between nodes only; the middle one of a frame's own stands for the frame. */
function endOf({ groups, name, nodes }: Drawing, id: string): { readonly node: string; readonly frame?: string } {
  if (!groups.some((group) => group.id === id)) return { node: name(id) };
  const own = nodes.filter(({ group }) => group === id);
  const middle = own[Math.floor(own.length / 2)];
  if (middle === undefined) throw new Error(`bug: an arrow leads to the frame ${id}, which is empty`);
  return { node: name(middle.id), frame: `cluster_${name(id)}` };
}

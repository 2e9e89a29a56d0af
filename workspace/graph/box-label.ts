import { arrowColours, COLOURS } from './drawing-style.ts';
import type { Graph, GraphEdge, GraphNode, GraphPart } from './graph.ts';
import { markup } from './markup.ts';

/** Least width of a box, so that the boxes of a column are equally wide. Unit: points. */
const WIDTH: Readonly<Record<GraphPart, number>> = { teams: 140, queues: 170, pools: 200, rooms: 150, delivery: 70 };

/** Width of the texts of arrows, at the right of the box. Unit: points. */
const AMOUNT = 60;

/** The inside of a box: its title, its lines, and a line for each arrow with a text that begins here. */
export function boxLabel(graph: Graph, { id, lines, part, title }: GraphNode): string {
  const colours = arrowColours(graph.edges);
  const titles = new Map(graph.nodes.map((node) => [node.id, node.title]));
  const rows = [
    row(`<b>${markup(title)}</b>`),
    ...lines.map((line) => row(small(line, COLOURS.faint))),
    ...labelled(graph, id).map((edge, index) => {
      const colour = colours.get(edge) ?? COLOURS.text;
      const name = `<td align="left" width="${WIDTH[part] - AMOUNT}">${small(titles.get(edge.to) ?? '', colour)}</td>`;
      const amount = `<td align="right" width="${AMOUNT}" port="p${index}">${small(edge.label ?? '', COLOURS.text)}</td>`;
      return `<tr>${name}${amount}</tr>`;
    }),
  ];
  const table = `border="0" cellborder="0" cellspacing="0" cellpadding="1" width="${WIDTH[part]}"`;
  return `<table ${table}>${rows.join('')}</table>`;
}

/** Name of the place in the box where an arrow begins. */
export function portOf(graph: Graph, edge: GraphEdge): string {
  return `p${labelled(graph, edge.from).indexOf(edge)}`;
}

function labelled(graph: Graph, id: string): GraphEdge[] {
  return graph.edges.filter(({ from, label }) => from === id && label !== undefined);
}

function row(content: string): string {
  return `<tr><td align="left" colspan="2">${content}</td></tr>`;
}

function small(text: string, colour: string): string {
  return `<font point-size="9" color="${colour}">${markup(text)}</font>`;
}

/** Graphs: a platform as a picture of teams, queues, pools and rooms. */
export { dotText } from './dot-text.ts';
export type { Graph, GraphEdge, GraphGroup, GraphNode, GraphPart } from './graph.ts';
export { mermaidText } from './mermaid-text.ts';
export { platformGraph } from './platform-graph.ts';
export { svgText } from './svg-text.ts';

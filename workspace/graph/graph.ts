/** Parts of the picture; they decide the colour. */
export type GraphPart = 'teams' | 'queues' | 'pools' | 'rooms' | 'delivery';

/** A frame around nodes, or around other frames. */
export interface GraphGroup {
  /** Unique among groups and nodes. */
  readonly id: string;
  /** Text at its top; not trusted, may hold any character. */
  readonly title: string;
  /** Part of the picture. */
  readonly part: GraphPart;
  /** Frame around it. @default - none */
  readonly parent?: string;
}

/** A box with a title and a few lines. */
export interface GraphNode {
  /** Unique among groups and nodes. */
  readonly id: string;
  /** Frame that it stands in. */
  readonly group: string;
  /** Part of the picture. */
  readonly part: GraphPart;
  /** First line; not trusted, may hold any character. */
  readonly title: string;
  /** Further lines; not trusted either. */
  readonly lines: readonly string[];
}

/** An arrow between two nodes or frames. */
export interface GraphEdge {
  /** Where it begins: id of a node or group. */
  readonly from: string;
  /** Where it ends: id of a node or group. */
  readonly to: string;
  /** Text on it; not trusted. @default - none */
  readonly label?: string;
}

/** What a platform is made of, as a picture: teams, queues, pools, and the rooms in the order of delivery. */
export interface Graph {
  /** Name of the platform and where it runs. */
  readonly title: string;
  /** Frames; each stands behind its parent. */
  readonly groups: readonly GraphGroup[];
  /** Boxes, in the order in which they are drawn. */
  readonly nodes: readonly GraphNode[];
  /** Arrows. */
  readonly edges: readonly GraphEdge[];
}

/** A part of a graph that is put together with others. */
export type GraphPiece = Omit<Graph, 'title'>;

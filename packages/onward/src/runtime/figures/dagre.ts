/** The layout library as we use it: its own types do not resolve where endings are asked for. */
import { graphlib, layout as layoutUntyped } from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Edge {
  readonly v: string;
  readonly w: string;
  readonly name: string;
}

export interface LayoutGraph {
  setGraph(options: {
    readonly rankdir: 'LR' | 'TB';
    readonly nodesep: number;
    readonly ranksep: number;
    readonly edgesep: number;
  }): void;
  setDefaultEdgeLabel(make: () => object): void;
  setNode(id: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(edge: Edge, label: object): void;
  /** Its middle, once it is laid out. */
  node(id: string): Point;
  edge(edge: Edge): { readonly points: readonly Point[] };
}

const library = graphlib as unknown as {
  readonly Graph: new (options: { readonly multigraph: boolean }) => LayoutGraph;
};

export function newGraph(): LayoutGraph {
  return new library.Graph({ multigraph: true });
}

export const layout = layoutUntyped as unknown as (graph: LayoutGraph) => void;

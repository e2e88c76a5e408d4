/**
 * The map of a journey, laid out once for each version of it: a band for each stage, one under the
 * other, in which its steps stand from left to right. Ways between stages run beside the bands.
 */
import type { Journey } from '../../core/index.ts';
import { layout, newGraph } from './dagre.ts';
import type { Point } from './dagre.ts';
import { anywhere, startNode, waysOf } from './edges.ts';
import type { EdgeKind, Way } from './edges.ts';

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
export interface MapNode extends Box {
  readonly id: string;
  readonly kind: 'start' | 'step' | 'outcome';
  readonly stage: string;
  readonly track: string;
  readonly label: string;
}
export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly on: string;
  readonly kind: EdgeKind;
  readonly points: readonly Point[];
}
/** Pixels, from the top left corner. */
export interface FlowMap {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly MapNode[];
  readonly stages: readonly (Box & { readonly name: string })[];
  readonly edges: readonly MapEdge[];
}

const height = 44;
const narrowest = 104;
const widest = 240;
const letterWidth = 7.5;
const padding = { x: 24, top: 40, bottom: 24 } as const;
/** Between two bands, where ways from one to the other run. */
const gap = 48;
/** Between two ways that run beside the bands. */
const lane = 12;

export function mapOf(journey: Journey): FlowMap {
  const ways = merged(waysOf(journey));
  const nodes = nodesOf(journey, ways);
  const bands: Band[] = [];
  let top = 0;
  for (const name of Object.keys(journey.stages)) {
    const band = bandOf(name, nodes, ways);
    if (band === undefined) continue;
    bands.push(lowered(band, top));
    top += band.box.height + gap;
  }
  const width = Math.max(0, ...bands.map(({ box }) => box.width));
  const placed = new Map(bands.flatMap((band) => band.nodes.map((node) => [node.id, node])));
  const inBands = new Map(bands.flatMap((band) => band.edges.map((edge) => [edge.id, edge])));
  const beside = besideOf(bands, width);
  const edges = ways.flatMap((way): MapEdge[] => {
    const inside = inBands.get(idOf(way));
    if (inside !== undefined) return [inside];
    const [from, to] = [placed.get(way.from), placed.get(way.to)];
    if (from === undefined || to === undefined) return [];
    return [{ id: idOf(way), ...way, points: beside(from, to) }];
  });
  const corners = edges.flatMap(({ points }) => points);
  return {
    width: Math.max(width, ...corners.map(({ x }) => x)),
    height: Math.max(top - gap, ...corners.map(({ y }) => y)),
    nodes: [...placed.values()],
    stages: bands.map(({ name, box }) => ({ name, ...box, width })),
    edges,
  };
}

function idOf({ from, to, kind }: Way): string {
  return `${from}>${to}:${kind}`;
}

/** What leads from one to the other in the same manner is one way on the map. */
function merged(ways: readonly Way[]): readonly Way[] {
  const found = new Map<string, Way>();
  for (const way of ways) {
    const known = found.get(idOf(way));
    found.set(idOf(way), known === undefined ? way : { ...way, on: `${known.on}, ${way.on}` });
  }
  return [...found.values()];
}

type Unplaced = Omit<MapNode, 'x' | 'y'>;

function nodesOf(journey: Journey, ways: readonly Way[]): readonly Unplaced[] {
  const steps = Object.entries(journey.steps).map(([id, step]): Unplaced => {
    const label = step.kind === 'end' ? step.outcome : id;
    const kind = step.kind === 'end' ? 'outcome' : 'step';
    return { id, kind, stage: step.stage, track: step.track, label, ...sizeOf(label) };
  });
  const first = journey.steps[journey.start]?.stage ?? '';
  const begin = { id: startNode, kind: 'start', stage: first, track: '', label: 'start' } as const;
  const stages = Object.keys(journey.stages);
  const all = [undefined, ...stages].flatMap((stage): Unplaced[] => {
    const id = anywhere(stage);
    if (!ways.some(({ from }) => from === id)) return [];
    const label = stage === undefined ? 'anywhere' : 'anywhere here';
    const of = { stage: stage ?? stages.at(-1) ?? first, track: '' };
    return [{ id, kind: 'start', label, ...of, ...sizeOf(label) }];
  });
  return [{ ...begin, ...sizeOf(begin.label) }, ...steps, ...all];
}

function sizeOf(label: string): { readonly width: number; readonly height: number } {
  const width = Math.round(label.length * letterWidth) + 32;
  return { width: Math.min(widest, Math.max(narrowest, width)), height };
}

interface Band {
  readonly name: string;
  readonly box: Box;
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** One stage by itself; undefined where it has nothing. */
function bandOf(name: string, all: readonly Unplaced[], ways: readonly Way[]): Band | undefined {
  const nodes = all.filter(({ stage }) => stage === name);
  if (nodes.length === 0) return undefined;
  const graph = newGraph();
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 64, edgesep: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width } of nodes) graph.setNode(id, { width, height });
  const ids = new Set(nodes.map(({ id }) => id));
  const inside = ways.filter(({ from, to }) => ids.has(from) && ids.has(to));
  for (const way of inside) graph.setEdge({ v: way.from, w: way.to, name: way.kind }, {});
  layout(graph);
  const own = nodes.map((node): MapNode => {
    const { x, y } = graph.node(node.id);
    return { ...node, x: x - node.width / 2, y: y - node.height / 2 };
  });
  const edges = inside.map((way): MapEdge => {
    const { points } = graph.edge({ v: way.from, w: way.to, name: way.kind });
    return { id: idOf(way), ...way, points };
  });
  return framed({ name, nodes: own, edges });
}

/** With its frame: what dagre gave begins wherever its ways do. */
function framed({ name, nodes, edges }: Omit<Band, 'box'>): Band {
  const points = [
    ...nodes.flatMap((each) => [each, { x: each.x + each.width, y: each.y + each.height }]),
    ...edges.flatMap((each) => each.points),
  ];
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const by = { x: padding.x - Math.min(...xs), y: padding.top - Math.min(...ys) };
  const box = {
    x: 0,
    y: 0,
    width: Math.ceil(Math.max(...xs) + by.x + padding.x),
    height: Math.ceil(Math.max(...ys) + by.y + padding.bottom),
  };
  return moved({ name, box, nodes, edges }, by);
}

function moved({ name, box, nodes, edges }: Band, by: Point): Band {
  const shift = <T extends Point>(each: T): T => {
    return { ...each, x: Math.round(each.x + by.x), y: Math.round(each.y + by.y) };
  };
  return {
    name,
    box,
    nodes: nodes.map(shift),
    edges: edges.map((edge) => ({ ...edge, points: edge.points.map(shift) })),
  };
}

function lowered(band: Band, top: number): Band {
  const lower = moved(band, { x: 0, y: top });
  return { ...lower, box: { ...band.box, y: top } };
}

/**
 * A way between bands: out below, in from above, and beside all bands where they do not follow each
 * other.
 */
function besideOf(bands: readonly Band[], width: number) {
  let lanes = 0;
  return (from: MapNode, to: MapNode): readonly Point[] => {
    const indexOf = (node: MapNode): number => bands.findIndex(({ name }) => name === node.stage);
    const [first, last] = [indexOf(from), indexOf(to)];
    const out = { x: middle(from), y: from.y + from.height };
    const into = { x: middle(to), y: to.y };
    const below = bottomOf(bands[first]) + gap / 2;
    if (last === first + 1) {
      return [out, { x: out.x, y: below }, { x: into.x, y: below }, into];
    }
    const above = (bands[last]?.box.y ?? 0) - (last === 0 ? -padding.top / 4 : gap / 2);
    lanes += 1;
    const x = width + lanes * lane;
    return [
      out,
      { x: out.x, y: below },
      { x, y: below },
      { x, y: above },
      { x: into.x, y: above },
      into,
    ];
  };
}

function middle({ x, width }: Box): number {
  return Math.round(x + width / 2);
}

function bottomOf(band: Band | undefined): number {
  return band === undefined ? 0 : band.box.y + band.box.height;
}

/**
 * The map as the server laid it out: each step with who is there, how late, and how long they wait.
 */
import '@xyflow/react/dist/base.css';
import { useNavigate } from '@tanstack/react-router';
import {
  Background,
  BaseEdge,
  Controls,
  EdgeText,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  useStore,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { Flow } from '../../../../onward/src/api/index.ts';
import { lasting } from '../../words/time.ts';
import { nameOf, t } from '../../words/words.ts';

type Place = Flow['map']['nodes'][number];
type Live = Flow['steps'][number];
type StepNode = Node<
  {
    readonly place: Place;
    readonly live: Live | undefined;
    readonly ended: number | null | undefined;
  },
  'place'
>;
type StageNode = Node<{ readonly name: string }, 'stage'>;

export function FlowMap({ flow }: { readonly flow: Flow }) {
  const navigate = useNavigate();
  const nodes = useMemo(() => nodesOf(flow), [flow]);
  const edges = useMemo(() => edgesOf(flow), [flow]);
  return (
    <div className="flow-map">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        fitView
        minZoom={0.15}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
        aria-label={t('flow.map')}
        onNodeClick={(_event, node) => {
          if (node.type === 'place' && node.data.place.kind === 'step') {
            void navigate({
              to: '/journeys',
              search: { journey: flow.journey, step: node.id.replace(/^step:/u, '') },
            });
          }
        }}
      >
        <Background gap={24} />
        <Controls showInteractive={false} aria-label={t('flow.controls')} />
      </ReactFlow>
      <p className="flow-key tiny soft">{t('flow.key')}</p>
    </div>
  );
}

const nodeTypes = { place: PlaceNode, stage: StageBand };
const edgeTypes = { laid: LaidEdge };

function nodesOf({ map, steps, outcomes }: Flow): (StepNode | StageNode)[] {
  const bands = map.stages.map(({ name, x, y, width, height }): StageNode => ({
    id: `stage:${name}`,
    type: 'stage',
    position: { x, y },
    width,
    height,
    data: { name },
    selectable: false,
    focusable: false,
    zIndex: -1,
  }));
  const places = map.nodes.map((place): StepNode => ({
    id: place.id,
    type: 'place',
    position: { x: place.x, y: place.y },
    width: place.width,
    height: place.height,
    ariaLabel: place.label,
    data: {
      place,
      live: steps.find(
        ({ step }) => step === place.label || step === place.id.replace(/^step:/u, ''),
      ),
      ended: outcomes.find(({ outcome }) => outcome === place.label)?.ended,
    },
  }));
  return [...bands, ...places];
}

type Point = Flow['map']['edges'][number]['points'][number];
type LineEdge = Edge<{ readonly points: readonly Point[] }, 'laid'>;

function edgesOf({ map }: Flow): LineEdge[] {
  return map.edges.map(({ id, from, to, on, kind, points }) => ({
    id,
    source: from,
    target: to,
    label: on,
    className: `flow-edge flow-${kind}`,
    type: 'laid',
    data: { points },
    markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
  }));
}

/** From here on the words on a line can be read. */
const readableZoom = 0.75;

function LaidEdge({ data, label, markerEnd }: EdgeProps<LineEdge>) {
  const isReadable = useStore(({ transform }) => transform[2] >= readableZoom);
  const points = data?.points ?? [];
  const middle = points[Math.floor(points.length / 2)];
  return (
    <>
      <BaseEdge path={curve(points)} {...(markerEnd === undefined ? {} : { markerEnd })} />
      {isReadable && middle !== undefined ? (
        <EdgeText x={middle.x} y={middle.y} label={label} labelBgPadding={[3, 2]} />
      ) : null}
    </>
  );
}

/** Through the middles of a line's parts, so that its corners are round. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = rest.map((point, index) => {
    const next = rest[index + 1];
    if (next === undefined) return `L ${point.x} ${point.y}`;
    return `Q ${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M ${first.x} ${first.y} ${parts.join(' ')}`;
}

function PlaceNode({ data }: NodeProps<StepNode>) {
  const { place, live, ended } = data;
  return (
    <div
      className="flow-place"
      data-kind={place.kind}
      data-late={live !== undefined && live.overdue > 0 ? true : undefined}
      style={{ '--heat': String(live?.heat ?? 0) } as React.CSSProperties}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <strong>{nameOf(place.label)}</strong>
      {live === undefined ? null : (
        <span className="flow-live">
          <b>{live.open.toLocaleString('en')}</b>
          {live.overdue === 0 ? null : (
            <span className="flow-late">▲ {live.overdue.toLocaleString('en')}</span>
          )}
          {live.age === null ? null : <span>{lasting(live.age.p85Ms)}</span>}
        </span>
      )}
      {ended === undefined || ended === null ? null : (
        <span className="flow-live">{t('flow.ended-n', { n: ended })}</span>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

function StageBand({ data }: NodeProps<StageNode>) {
  return <div className="flow-stage">{nameOf(data.name)}</div>;
}

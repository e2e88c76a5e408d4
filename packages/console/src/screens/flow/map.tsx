/** The map as the server laid it out: each step with who is there, how late, and how long they wait. */
import '@xyflow/react/dist/base.css';
import { useNavigate } from '@tanstack/react-router';
import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { Flow } from '../../api/contract.ts';
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
          if (node.type === 'place' && (node as StepNode).data.place.kind === 'step') {
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

function edgesOf({ map }: Flow): Edge[] {
  return map.edges.map(({ id, from, to, on, kind }) => ({
    id,
    source: from,
    target: to,
    label: on,
    className: `flow-edge flow-${kind}`,
    type: 'smoothstep',
    markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
  }));
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
            <span className="flow-late">▲ {t('flow.late', { n: live.overdue })}</span>
          )}
          {live.age === null ? null : (
            <span>{t('flow.waits', { span: lasting(live.age.p85Ms) })}</span>
          )}
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

/** Operators on events: handlers that are missing, kept for ever, or refuse to know. */
import type { PropertyId } from '../../../src/core/check/index.ts';
import type { Step } from '../../../src/core/index.ts';
import type { Edit, Path } from './edit.ts';
import type { Graph } from './graph.ts';
import { handlersOf, levelsAt } from './ways.ts';

/** A handler of one level, removed. */
export function handlerEdits(graph: Graph): readonly Edit[] {
  const { journey } = graph;
  return handlersOf(journey).flatMap(({ path, event, handler }): readonly Edit[] => {
    const heard = graph.heardAt(path);
    // An event that is named nowhere else is then no event of the journey any more.
    const isMissed = heard.some(({ outer }) => outer === 0) && graph.mentions(event) > 1;
    const expected: readonly PropertyId[] = [
      ...(isMissed ? (['C4'] as const) : []),
      ...(graph.diesWithout(path).length > 0 ? (['C8'] as const) : []),
    ];
    const level = String(path[2] === 'on' ? 'journey' : path[2]).replace(/s$/u, '');
    const defer: readonly Edit[] =
      handler.kind === 'defer' && heard.length > 0
        ? [
            {
              operator: 'kept for ever',
              journey: journey.name,
              path: [...path, 'forMs'],
              value: Infinity,
              expected: ['C4'],
            },
          ]
        : [];
    if (expected.length === 0) return defer;
    const operator = `handler of a ${level} removed`;
    return [{ operator, journey: journey.name, path, expected }, ...defer];
  });
}

/** A step that undoes hears again what led to it, and undoes twice. */
export function hearsAgainEdits(graph: Graph): readonly Edit[] {
  const { journey } = graph;
  const undoing = graph.steps.flatMap(([, step]) => undoOf(step));
  return handlersOf(journey).flatMap(({ path, event, handler, at }): readonly Edit[] => {
    if (handler.kind === 'go') return [];
    const isTwice = undoing.some((name) => {
      const outer = levelsAt(journey, name, event)[1]?.handler;
      const [way, second] = outer?.kind === 'go' ? outer.transitions : [];
      if (!at.includes(name) || way?.to === undefined || second !== undefined) return false;
      return way.to === name || (way.set.length === 0 && decidesFor(graph, way.to, name));
    });
    if (!isTwice) return [];
    const operator = 'undoes what is undone';
    return [{ operator, journey: journey.name, path, expected: ['C9', 'C7'] }];
  });
}

/** The decision was what led to the step, and no fact has changed since: it is made again. */
function decidesFor(graph: Graph, decide: string, name: string): boolean {
  const moves = graph.moves.filter(({ to }) => to === name);
  return moves.every(({ from, way, transition }) => {
    return from === decide && way.kind === 'decide' && transition.set.length === 0;
  });
}

function undoOf(step: Step): readonly string[] {
  return step.kind === 'command' && step.undo !== undefined ? [step.undo] : [];
}

/** Whoever gives up passes by what was to be undone. */
export function undoEdits(graph: Graph): readonly Edit[] {
  const { journey } = graph;
  const abort = graph.steps.find(([, step]) => step.kind === 'end' && step.abort === true)?.[0];
  if (abort === undefined) return [];
  const edit = (operator: string, path: Path, value: string): Edit => {
    return { operator, journey: journey.name, path, value, expected: ['C9', 'C7', 'C8'] };
  };
  const undoing = new Set(graph.steps.flatMap(([, step]) => undoOf(step)));
  const compensable = graph.steps.filter(([, step]) => undoOf(step).length > 0);
  const answered = compensable.flatMap(([name]) =>
    ['done', 'unknown'].map((outcome) => {
      return edit('gives up what was done', graph.path('steps', name, outcome, 0, 'to'), abort);
    }),
  );
  const paths = new Map(graph.moves.map((move) => [move.path.join('/'), move]));
  const passed = [...paths.values()].flatMap(({ to, from, path }): readonly Edit[] => {
    const at = [...path, 'to'];
    const after = journey.steps[to];
    const done = after?.kind === 'command' ? after.done[0]?.to : undefined;
    // An undo is never without cause, so that whoever would have come to it has something open.
    const edits: Edit[] = [];
    if (undoing.has(to) && done !== undefined && done !== abort) {
      edits.push(edit('undo passed by', at, done));
    }
    const isAnswer = compensable.some(([name]) => name === from) && path.at(-2) === 'unknown';
    const leads = graph.moves.some((move) => {
      return move.from === to && move.way.kind === 'decide' && undoing.has(move.to);
    });
    if ((undoing.has(to) || leads) && !isAnswer) edits.push(edit('gives up at once', at, abort));
    return edits;
  });
  const twice = [...undoing].map((name) => {
    return edit('undone again and again', graph.path('steps', name, 'done', 0, 'to'), name);
  });
  return [...answered, ...passed, ...twice];
}

/** Operators on what is promised: answers to commands, joins of tracks, and other journeys. */
import type { DependsStep, Journey, TracksStep } from '../../../src/core/index.ts';
import type { Edit } from './edit.ts';
import type { Graph } from './graph.ts';
import { holderOf, levelsAt } from './ways.ts';

/** Late answers: no policy, or an exception where an end may come first. */
export function lateEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  return graph.steps.flatMap(([name, step]): readonly Edit[] => {
    if (step.kind !== 'command') return [];
    const path = graph.path('steps', name, 'late');
    const removed: Edit = { operator: 'late policy removed', journey, path, expected: ['C3'] };
    // Whatever leaves the step unanswered comes to an end some day: every step can (C5).
    if (step.late.kind === 'exception' || !isLeftUnanswered(graph, name)) return [removed];
    const value = { kind: 'exception' };
    return [removed, { operator: 'late at an end', journey, path, value, expected: ['C6'] }];
  });
}

function isLeftUnanswered(graph: Graph, name: string): boolean {
  const { journey, moves } = graph;
  const step = journey.steps[name];
  if (step === undefined) return false;
  const events = new Set(moves.flatMap(({ way }) => (way.event === undefined ? [] : [way.event])));
  const hears = [...events].some((event) => {
    const nearest = levelsAt(journey, name, event)[0]?.handler;
    return nearest?.kind === 'go' && nearest.transitions.some(({ to }) => to !== undefined);
  });
  const overdue = moves.some(({ from, way }) => from === name && way.kind === 'overdue');
  return hears || overdue || (step.track !== '' && isLeftBehind(graph, step.track));
}

/** The tracks can be over, or left, while this one is under way. */
function isLeftBehind({ journey, moves }: Graph, track: string): boolean {
  const holder = holderOf(journey, track);
  const tracks = journey.steps[holder];
  if (tracks?.kind !== 'tracks') return false;
  const leadsOut = moves.some(({ from, to }) => {
    const other = journey.steps[from]?.track ?? '';
    return (
      Object.hasOwn(tracks.tracks, other) && other !== track && journey.steps[to]?.track === ''
    );
  });
  return leadsOut || tracks.join < Object.keys(tracks.tracks).length;
}

/** Joins that wait for more tracks than there are, or leave an order behind. */
export function joinEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  return graph.steps.flatMap(([name, step]): readonly Edit[] => {
    if (step.kind !== 'tracks') return [];
    const path = graph.path('steps', name, 'join');
    const edits: Edit[] = [
      {
        operator: 'join of too many',
        journey,
        path,
        value: Object.keys(step.tracks).length + 1,
        expected: ['C1', 'C5', 'C8'],
      },
    ];
    if (step.join > 1 && hasOwedAnswer(graph, step)) {
      const value = step.join - 1;
      const operator = 'join leaves an order behind';
      edits.push({ operator, journey, path, value, expected: ['C6'] });
    }
    return edits;
  });
}

/** A track asks for something whose late answer would be an exception. */
function hasOwedAnswer(graph: Graph, { tracks }: TracksStep): boolean {
  return graph.steps.some(([, step]) => {
    return (
      Object.hasOwn(tracks, step.track) && step.kind === 'command' && step.late.kind === 'exception'
    );
  });
}

/** What another journey can do, and this one is not prepared for. */
export function dependsEdits(graph: Graph): readonly Edit[] {
  const journey = graph.journey.name;
  return graph.steps.flatMap(([name, step]): readonly Edit[] => {
    if (step.kind !== 'depends') return [];
    const path = graph.path('steps', name);
    const expected = ['C10'] as const;
    const outcomes = Object.keys(step.ended);
    const isStrict = isEachNamed(step);
    const other = graph.program.journeys[step.journey];
    const edits: Edit[] = outcomes.map((outcome) => {
      const at = [...path, 'ended', outcome];
      return { operator: 'outcome leads nowhere', journey, path: at, value: [], expected };
    });
    if (isStrict) {
      for (const outcome of outcomes) {
        const at = [...path, 'ended', outcome];
        edits.push({ operator: 'outcome not foreseen', journey, path: at, expected });
      }
      edits.push(...renamedEnds(other, journey));
    }
    if (step.milestone !== undefined) {
      const at = [...path, 'reached'];
      const operator = 'milestone leads nowhere';
      edits.push({ operator, journey, path: at, value: [], expected });
    }
    const at = [...path, 'neverStarted'];
    const never = ['C10', 'C1', 'C2'] as const;
    const operator = 'never started leads nowhere';
    edits.push({ operator, journey, path: at, value: [], expected: never });
    return edits;
  });
}

/** `reached` serves outcomes that are not named only where no milestone is asked for. */
function isEachNamed({ milestone, reached }: DependsStep): boolean {
  return milestone !== undefined || reached.length === 0;
}

function renamedEnds(other: Journey | undefined, journey: string): readonly Edit[] {
  if (other === undefined) return [];
  return Object.entries(other.steps).flatMap(([name, step]): readonly Edit[] => {
    if (step.kind !== 'end' || step.track !== '') return [];
    const path = ['journeys', other.name, 'steps', name, 'outcome'];
    const operator = 'the other ends anew';
    return [{ operator, journey, path, value: 'unforeseen', expected: ['C10'] }];
  });
}

/** Who hears an event where a journey rests, and what is kept for later and tried again. */
import type { Handler } from '../../../src/core/index.ts';
import { anyValue } from './fact-code.ts';
import type { Layout } from './layout.ts';
import { answering, exceptionCode, takeCode } from './move-code.ts';
import type { Source } from './journey-reader.ts';

interface Own {
  readonly name: string;
  readonly place: number;
  readonly handler: Handler;
}

/** What the steps themselves say of an event; a step that holds tracks speaks after them. */
function ownOf(layout: Layout, type: string): readonly Own[] {
  return layout.steps().flatMap(([name, step]) => {
    const handler = step.on[type];
    if (handler === undefined || step.kind === 'tracks') return [];
    return [{ name, place: layout.placeOf(step), handler }];
  });
}

/** An expression: a place rests at a step that says this of the event. */
function says(layout: Layout, own: readonly Own[], place: number): string {
  return layout.isAt(
    place,
    own.filter((each) => each.place === place).map(({ name }) => name),
  );
}

const isGo = ({ handler }: Own): boolean => handler.kind === 'go';

/** The handler of the journey's own line for an event: its step's, its stage's, the journey's. */
function outerOf(layout: Layout, name: string, type: string): Handler | undefined {
  const step = layout.step(name);
  const { stages, on } = layout.journey;
  return step.on[type] ?? stages[step.stage]?.on[type] ?? on[type];
}

/** The macro by which an event is handed to whoever handles it. */
export function deliverInline(layout: Layout, type: string): string {
  const own = ownOf(layout, type);
  const places = layout.places();
  const going = places.map((place) => says(layout, own.filter(isGo), place));
  const several = going.filter((each) => each !== 'false').length > 1;
  const marks = going.map((each, place) => `h${place} = ${each};`).join(' ');
  const either = several ? 'if :: desc = 0 :: desc = 1 fi;' : '';
  const aside = own.filter((each) => !isGo(each));
  const putAside = aside.map((each) => {
    const here = layout.isAt(each.place, [each.name]);
    return { here, code: handledCode(layout, { type, handler: each.handler }) };
  });
  const outer = layout.stepsAt(0).flatMap(([name, step]) => {
    const handler = outerOf(layout, name, type);
    if (handler === undefined || step.kind === 'end') return [];
    const here = layout.isAt(0, [name]);
    return [{ here, code: handledCode(layout, { type, handler }) }];
  });
  const exception = raiseCode(layout, type);
  const found = [...putAside, ...outer].reduceRight((otherwise, { here, code }) => {
    return `if :: ${here} -> skip; ${code}\n    :: else -> skip; ${otherwise} fi;`;
  }, exception);
  return `inline ${deliverName(layout, type)}() {
  if
  :: ${going.join(' || ')} -> hear = ${layout.event(type)}; got = 0; out = 0; ${marks} ${either}
  :: else -> skip;
    ${found}
  fi
}`;
}

function deliverName(layout: Layout, type: string): string {
  return `deliver${layout.event(type)}`;
}

/** What one handler of the journey's line, or one that leads nowhere, does. */
function handledCode(
  layout: Layout,
  { type, handler }: { readonly type: string; readonly handler: Handler },
): string {
  switch (handler.kind) {
    case 'go': {
      const { transitions } = handler;
      const source: Source = { kind: 'event', type };
      const otherwise = raiseCode(layout, type);
      return takeCode(layout, { transitions, place: 0, source, otherwise });
    }
    case 'defer':
      return `${layout.keptBit(type) ?? 'bad'} = 1;`;
    case 'ignore':
      return 'skip;';
    case 'exception':
      return exceptionCode(layout, handler.owner);
  }
}

/** The team that answers for the event's system looks at it, or whoever answers for the step. */
function raiseCode(layout: Layout, type: string): string {
  const owner = layout.program.systems[type.slice(0, type.indexOf('.'))]?.owner;
  if (owner !== undefined) return exceptionCode(layout, owner);
  const start = layout.step(layout.journey.start);
  return exceptionCode(layout, answering(layout, start));
}

/** An event comes, with any data. */
export function eventOption(layout: Layout, type: string): string {
  return `:: atomic { idle -> begin(); ${dataOf(layout, type)} ${deliverName(layout, type)}() }`;
}

function dataOf(layout: Layout, type: string): string {
  const fields = layout.cells.fieldsOf({ kind: 'event', type });
  return fields.map((field) => anyValue(field, true)).join(' ');
}

/** The branches in which the places that handle an event take their ways, one by one. */
export function hearingBranch(layout: Layout, type: string): string | undefined {
  const own = ownOf(layout, type).filter(isGo);
  const places = layout.places().filter((place) => own.some((each) => each.place === place));
  if (places.length === 0) return undefined;
  const turn = (place: number, before: readonly number[], order: string): string => {
    const isNext = [order, ...before.map((other) => `!h${other}`), `h${place}`].join(' && ');
    return `  :: ${isNext} -> h${place} = 0; ${turnCode(layout, type, { own, place })}`;
  };
  const turns = places.flatMap((place, at) => [
    turn(place, places.slice(0, at), '!desc'),
    ...(places.length > 1 ? [turn(place, places.slice(at + 1), 'desc')] : []),
  ]);
  const nobody = places.map((place) => `!h${place}`).join(' && ');
  const close = `if :: !got -> skip; ${raiseCode(layout, type)} :: else fi; hear = 0;`;
  return `:: atomic { calm && hear == ${layout.event(type)} ->
  if
${turns.join('\n')}
  :: ${nobody} -> skip; ${close} got = 0; out = 0; desc = 0
  fi }`;
}

/** An earlier track may have led away from the later ones. */
function turnCode(
  layout: Layout,
  type: string,
  { own, place }: { readonly own: readonly Own[]; readonly place: number },
): string {
  const source: Source = { kind: 'event', type };
  const options = own.flatMap(({ name, handler, ...each }) => {
    if (each.place !== place || handler.kind !== 'go') return [];
    const { transitions } = handler;
    const then = 'got = 1;';
    const take = takeCode(layout, { transitions, place, source, otherwise: 'skip;', then });
    return [`:: !out && ${layout.isAt(place, [name])} -> skip; ${take}`];
  });
  return `if ${options.join(' ')} :: else fi;`;
}

/** An expression: what is kept of this type leads somewhere, now that the journey rests here. */
function isTaken(layout: Layout, type: string): string {
  const own = ownOf(layout, type);
  const going = layout.places().map((place) => says(layout, own.filter(isGo), place));
  const outer = layout.stepsAt(0).flatMap(([name, step]) => {
    const handler = outerOf(layout, name, type);
    const leads = handler !== undefined && handler.kind !== 'defer' && step.kind !== 'end';
    return leads ? [name] : [];
  });
  const last = layout.isAt(0, outer);
  const first = own
    .filter((each) => !isGo(each))
    .reduceRight((otherwise, { name, place, handler }) => {
      const answer = handler.kind === 'defer' ? 'false' : 'true';
      return `(${layout.isAt(place, [name])} -> ${answer} : ${otherwise})`;
    }, last);
  return `(${going.join(' || ')} || ${first})`;
}

/** The branches in which what was kept is taken, as often as there is one of its kind. */
export function settleBranches(layout: Layout): readonly string[] {
  return layout.kept.map((type, index) => {
    const taken = `if :: k${index} = 0 :: true fi; hops = 0;`;
    const deliver = `${dataOf(layout, type)} ${deliverName(layout, type)}()`;
    const when = `still && !over && k${index} && ${isTaken(layout, type)}`;
    return `:: atomic { ${when} -> ${taken} ${deliver} }`;
  });
}

/** An expression: something that is kept is still to be taken. */
export function isUnsettled(layout: Layout): string {
  const each = layout.kept.map((type, index) => `(k${index} && ${isTaken(layout, type)})`);
  return each.join(' || ') || 'false';
}

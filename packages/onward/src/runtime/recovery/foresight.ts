/** What an act would do to a journey: the pure step is run on a copy of it. */
import { declared, step } from '../../core/index.ts';
import type { ControlInput, Effect, Entry, Input, Program, State } from '../../core/index.ts';
import { controlsOf, isWrite } from './controls.ts';
import { brokenOf } from './poison.ts';
import { retryable } from './retrying.ts';
import { anybody } from './standing.ts';
import type { JourneyParts, Standing } from './standing.ts';
import type { Act, Foreseen, Refusal, Would } from './types.ts';

export const gone = {
  eligible: false,
  why: {
    code: 'ONW-OBLIGATION-CLOSED',
    message: declared('This obligation is no longer open; read the journey again.'),
  },
} as const;

export async function foreseeIn(
  parts: JourneyParts,
  found: Standing | undefined,
  act: Act,
): Promise<Foreseen> {
  if (found?.obligation === undefined) return gone;
  const { view, obligation } = found;
  if (act.act === 'look-up' && !isWrite(obligation)) return lookUp(obligation.name, view.program);
  if (act.act === 'replay') {
    const broken = await brokenOf(parts, found, obligation);
    if (broken.kind === 'refused') return { eligible: false, why: broken.why };
    return told(view, broken.events, parts.now());
  }
  const acting = { ...act, actor: anybody(view.program) };
  if (act.act !== 'retry') return told(view, controlsOf(found, acting), parts.now());
  const may = await retryable(view, obligation, parts.retry);
  if (may.kind === 'refused') return { eligible: false, why: may.why };
  const { orders } = may;
  const done = orders.map(({ key, system, command, passing, step: of }): Input => {
    const name = `${system}.${command}`;
    return { kind: 'outcome', key, name, passing, step: of, outcome: 'done', data: {} };
  });
  // What the answer will be nobody knows: told is what follows when it is done.
  return told(view, [...controlsOf(found, { ...acting, orders }), ...done], parts.now());
}

function lookUp(name: string, program: Program): Foreseen {
  const system = name.slice(0, Math.max(0, name.indexOf('.')));
  const lookUps = Object.keys(program.systems[system]?.lookUps ?? {});
  if (lookUps.length > 0) {
    return { eligible: true, would: { asks: lookUps.map((each) => `${system}.${each}`) } };
  }
  const message = declared('Its system cannot be asked how it stands.');
  return { eligible: false, why: { code: 'ONW-RECOVERY-NO-LOOK-UP', message } };
}

export interface Standpoint {
  readonly program: Program;
  readonly state: State;
}

/** What these inputs would bring, one after the other. */
export function told(
  { program, state }: Standpoint,
  inputs: readonly (ControlInput | Input)[],
  now: number,
): Foreseen {
  let stands = state;
  const entries: Entry[] = [];
  const effects: Effect[] = [];
  for (const [at, input] of inputs.entries()) {
    const result = step(program, stands, input, now);
    if (result.kind === 'refused') {
      if (at > 0) break;
      return { eligible: false, why: refusalOf(result) };
    }
    stands = result.state;
    entries.push(...result.entries);
    effects.push(...result.effects);
  }
  return { eligible: true, would: wouldOf(stands, entries, effects) };
}

function refusalOf({ code, message }: { readonly code: Refusal['code']; message: string }) {
  // Sentences of the step stand in its source.
  return { code, message: declared(message) };
}

function wouldOf(state: State, entries: readonly Entry[], effects: readonly Effect[]): Would {
  const root = state.places.find(({ track }) => track === '');
  const assigned = entries.find((entry) => entry.kind === 'assigned');
  return {
    step: state.outcome ?? root?.step ?? '',
    asks: effects.flatMap((effect) => {
      if (effect.kind === 'command') return [`${effect.system}.${effect.command}`];
      if (effect.kind === 'message') return [effect.template];
      return effect.kind === 'look-up' ? [`${effect.system}.${effect.name}`] : [];
    }),
    opens: entries.flatMap((entry) => (entry.kind === 'opened' ? [entry.name] : [])),
    closes: entries.flatMap((entry) => (entry.kind === 'closed' ? [entry.name] : [])),
    ...(assigned === undefined ? {} : { owner: assigned.owner }),
  };
}

/** What a person states with an action: JSON values become facts of the types the action declares. */
import { actionsOf, readFact, RejectError } from '../../core/index.ts';
import type { FactTypes, Facts, FactValue, Json, Obligation } from '../../core/index.ts';
import type { JourneyView } from '../../store/index.ts';

export type WireData = Readonly<Record<string, Json>>;

interface Stated {
  readonly action: string;
  readonly data: WireData;
}

/**
 * The data of an action on an open obligation.
 *
 * @throws {RejectError} ONW-ACTION-UNKNOWN, or ONW-ACTION-DATA naming the first member that is amiss.
 */
export function readActionData(view: JourneyView, obligation: Obligation, stated: Stated): Facts {
  const { program, state } = view;
  const journey = program.journeys[state.journey];
  const choices = journey === undefined ? [] : actionsOf(journey, obligation);
  const choice = choices.find(({ name }) => name === stated.action);
  if (choice === undefined) throw unknownAction(choices.map(({ name }) => name));
  const read = readData(choice.with, stated.data, program.codes);
  if ('facts' in read) return read.facts;
  throw new RejectError('ONW-ACTION-DATA', read.message, read.at === undefined ? {} : { at: read.at });
}

/**
 * The data as any action of that name in the journey takes it: for a repeat whose obligation has closed
 * meanwhile, so that the engine can tell it from a new act.
 */
export function readRepeatedData({ program, state }: JourneyView, stated: Stated): Facts | undefined {
  const steps = Object.values(program.journeys[state.journey]?.steps ?? {});
  for (const step of steps) {
    if (step.kind !== 'task' && step.kind !== 'park') continue;
    const action = Object.hasOwn(step.actions, stated.action) ? step.actions[stated.action] : undefined;
    if (action === undefined) continue;
    const read = readData(action.with, stated.data, program.codes);
    if ('facts' in read) return read.facts;
  }
  return Object.keys(stated.data).length === 0 ? {} : undefined;
}

type Read =
  | { readonly facts: Facts }
  | { readonly message: string; readonly at?: string };

function readData(types: FactTypes, data: WireData, codes: Parameters<typeof readFact>[2]): Read {
  const names = Object.keys(types);
  const wanted = names.length === 0 ? 'no data' : names.join(', ');
  if (Object.keys(data).some((name) => !names.includes(name))) {
    return { message: `The data has a member the action does not take; it takes ${wanted}.` };
  }
  const facts: Record<string, FactValue> = {};
  for (const [name, type] of Object.entries(types)) {
    const value = Object.hasOwn(data, name) ? readFact(type, data[name], codes) : undefined;
    if (value === undefined) {
      const message = `The action needs ${wanted}, each of its declared type (here: ${type.kind}).`;
      return { message, at: `/data/${name}` };
    }
    facts[name] = value;
  }
  return { facts };
}

function unknownAction(allowed: readonly string[]): RejectError {
  const known = allowed.length === 0 ? 'none: it is not for a person to act on' : allowed.join(', ');
  const message = `The obligation has no such action; it has ${known}.`;
  return new RejectError('ONW-ACTION-UNKNOWN', message, { at: '/action' });
}

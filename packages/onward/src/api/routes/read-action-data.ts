/** What a person states with an action: JSON values become facts of the types it declares. */
import { actionsOf, declared, readFact, RejectError, sentence } from '../../core/index.ts';
import type { Facts, FactType, FactTypes, FactValue, Obligation, Plain } from '../../core/index.ts';
import type { JourneyView } from '../../store/index.ts';
import type { ApiDeps } from '../ports.ts';

export interface Stated {
  readonly action: string;
  /** As it came: JSON values by name. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly sealRef: ApiDeps['sealRef'];
}

/**
 * The data of an action on an open obligation.
 *
 * @throws {RejectError} ONW-ACTION-UNKNOWN, or ONW-ACTION-DATA at the first member that is amiss.
 */
export async function readActionData(
  { program, state }: Pick<JourneyView, 'program' | 'state'>,
  obligation: Obligation,
  stated: Stated,
): Promise<Facts> {
  const journey = program.journeys[state.journey];
  const choices = journey === undefined ? [] : actionsOf(journey, obligation);
  const choice = choices.find(({ name }) => name === stated.action);
  if (choice === undefined) throw unknownAction(choices.map(({ name }) => name));
  const read = await readData(choice.with, stated, program.codes);
  if ('facts' in read) return read.facts;
  const { message, at } = read;
  throw new RejectError('ONW-ACTION-DATA', message, at === undefined ? {} : { at });
}

/**
 * The data as any action of that name in the journey takes it: for a repeat whose obligation has
 * closed meanwhile, so that the engine can tell it from a new act.
 */
export async function readRepeatedData(
  { program, state }: JourneyView,
  stated: Stated,
): Promise<Facts | undefined> {
  for (const step of Object.values(program.journeys[state.journey]?.steps ?? {})) {
    const actions = step.kind === 'task' || step.kind === 'park' ? step.actions : {};
    const action = Object.hasOwn(actions, stated.action) ? actions[stated.action] : undefined;
    const read = action && (await readData(action.with, stated, program.codes));
    if (read !== undefined && 'facts' in read) return read.facts;
  }
  return Object.keys(stated.data).length === 0 ? {} : undefined;
}

type Read = { readonly facts: Facts } | { readonly message: Plain; readonly at?: string };
type Codes = Parameters<typeof readFact>[2];

async function readData(types: FactTypes, stated: Stated, codes: Codes): Promise<Read> {
  const { data } = stated;
  const names = Object.keys(types);
  const wanted = declared(names.length === 0 ? 'no data' : names.join(', '));
  if (Object.keys(data).some((name) => !names.includes(name))) {
    return {
      message: sentence`The data has a member the action does not take; it takes ${wanted}.`,
    };
  }
  const facts: Record<string, FactValue> = {};
  for (const [name, type] of Object.entries(types)) {
    const given = Object.hasOwn(data, name) ? data[name] : undefined;
    const value = await readValue(type, given, { stated, codes });
    if (value === undefined) {
      const kind = declared(type.kind);
      const message = sentence`The action takes ${wanted}, each of its type (here: ${kind}).`;
      return { message, at: `/data/${name}` };
    }
    facts[name] = value;
  }
  return { facts };
}

/** An outside id is sealed at the edge before anything else sees it. */
async function readValue(
  type: FactType,
  given: unknown,
  { stated, codes }: { readonly stated: Stated; readonly codes: Codes },
): Promise<FactValue | undefined> {
  if (type.kind !== 'ref') return readFact(type, given, codes);
  return typeof given === 'string' ? stated.sealRef?.(type.system, given) : undefined;
}

function unknownAction(allowed: readonly string[]): RejectError {
  const known =
    allowed.length === 0 ? 'none: it is not for a person to act on' : allowed.join(', ');
  const message = sentence`The obligation has no such action; it has ${declared(known)}.`;
  return new RejectError('ONW-ACTION-UNKNOWN', message, { at: '/action' });
}

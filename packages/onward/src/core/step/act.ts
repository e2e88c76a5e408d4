/** What people do: act on an obligation, or hold, override, assign and add beside the plan. */
import { isFact } from '../facts/is-fact.ts';
import type { OnwardCode } from '../errors.ts';
import type { ActionType, Facts, FactValue, Program } from '../language/model.ts';
import type { Draft } from './draft.ts';
import { parkSlot } from './draft.ts';
import { moveTo, take } from './move.ts';
import { park, resume } from './park.ts';
import { askBack } from './read-back.ts';
import type { ActInput, ControlInput, Obligation } from './types.ts';
import { writeBack } from './write-back.ts';

/** Why an input was not taken; undefined when it was. */
export type Refusal = { readonly code: OnwardCode; readonly message: string } | undefined;

const closed: Refusal = {
  code: 'ONW-OBLIGATION-CLOSED',
  message: 'This obligation is no longer open; read the journey again to see what is next.',
};
const unknownOwner: Refusal = {
  code: 'ONW-OWNER-UNKNOWN',
  message: 'The program has no such team or role; name one of its teams or roles.',
};

/** Applies a person's action to the obligation it names. */
export function applyAct(draft: Draft, act: ActInput): Refusal {
  if (!isPerson(draft.program, act.actor)) return unknownActor;
  const obligation = find(draft, act);
  if (obligation === undefined) return closed;
  if (obligation.slot === parkSlot) return actOnPark(draft, act.action);
  if (obligation.kind === 'exception' || obligation.kind === 'ad-hoc') {
    if (act.action !== 'done') return unknownAction(['done']);
    said(draft, act);
    draft.close(obligation);
    return undefined;
  }
  const step = draft.stepNamed(obligation.step);
  const actions = step.kind === 'task' || step.kind === 'park' ? step.actions : {};
  const action = Object.hasOwn(actions, act.action) ? actions[act.action] : undefined;
  if (action === undefined) return unknownAction(Object.keys(actions));
  const refusal = checkData(draft, action, act.data);
  if (refusal !== undefined) return refusal;
  return perform(draft, obligation, { act, action });
}

function perform(
  draft: Draft,
  obligation: Obligation,
  { act, action }: { readonly act: ActInput; readonly action: ActionType },
): Refusal {
  const place = draft.places.find(
    (each) => each.step === obligation.step && each.ended === undefined,
  );
  if (place === undefined) return closed;
  said(draft, act);
  draft.data = act.data;
  const taken = take(draft, action.transitions, place);
  draft.data = {};
  if (!taken) draft.raise(`${obligation.name}:${act.action}`, obligation.owner, obligation.step);
  return undefined;
}

const unknownActor: Refusal = {
  code: 'ONW-ACTOR-UNKNOWN',
  message: 'The actor is no person of the program; use an id that stands in one of its teams.',
};

/** Whether somebody stands in a team or role of the program. */
export function isPerson(program: Program, actor: string): boolean {
  return Object.values(program.teams).some((team) => team.people.includes(actor));
}

function unknownAction(allowed: readonly string[]): Refusal {
  const known =
    allowed.length === 0 ? 'none: it is not for a person to act on' : allowed.join(', ');
  return {
    code: 'ONW-ACTION-UNKNOWN',
    message: `The obligation has no such action; it has ${known}.`,
  };
}

function said(draft: Draft, act: ActInput): void {
  draft.say({ kind: 'taken', what: act.action, how: 'handled' });
}

function find(
  draft: Draft,
  at: { readonly slot: number; readonly opened: number },
): Obligation | undefined {
  return draft.obligations.find((each) => each.slot === at.slot && each.opened === at.opened);
}

function actOnPark(draft: Draft, action: string): Refusal {
  if (action !== 'resume') return unknownAction(['resume']);
  draft.say({ kind: 'taken', what: action, how: 'handled' });
  resume(draft);
  return undefined;
}

function checkData(draft: Draft, action: ActionType, data: Facts): Refusal {
  const names = Object.keys(action.with);
  const given = (name: string): FactValue | undefined => data[name];
  const right = names.every((name) => {
    const type = action.with[name];
    const value = given(name);
    return type !== undefined && value !== undefined && isFact(type, value, draft.program.codes);
  });
  if (right && Object.keys(data).every((name) => names.includes(name))) return undefined;
  const wanted = names.length === 0 ? 'no data' : names.join(', ');
  return {
    code: 'ONW-ACTION-DATA',
    message: `The action takes ${wanted}, each of its declared type.`,
  };
}

/** Applies what people may do to any open journey. */
export function applyControl(draft: Draft, input: ControlInput): Refusal {
  if (!isPerson(draft.program, input.actor)) return unknownActor;
  switch (input.control) {
    case 'park':
      if (!isOwner(draft, input.parking.owner)) return unknownOwner;
      park(draft, input.parking);
      return undefined;
    case 'resume':
      if (draft.parked === undefined) return closed;
      resume(draft);
      return undefined;
    case 'assign':
      return assignTo(draft, input);
    case 'add-task': {
      const { owner, due, reason } = input;
      if (!isOwner(draft, owner)) return unknownOwner;
      const step = draft.root()?.step ?? '';
      draft.open({
        slot: draft.freeSlot(),
        kind: 'ad-hoc',
        name: reason,
        step,
        track: '',
        owner,
        due,
      });
      return undefined;
    }
    case 'override':
      return override(draft, input);
    case 'skip':
      return skip(draft, input);
    case 'identify':
      draft.say({ kind: 'taken', what: 'identity', how: 'handled', reason: input.reason });
      return undefined;
    case 'retry':
      return retry(draft, input);
    case 'write-back':
      writeBack(draft, input);
      return undefined;
    case 'read-back': {
      const obligation = find(draft, input);
      return obligation !== undefined && askBack(draft, obligation) ? undefined : closed;
    }
  }
}

function isOwner(draft: Draft, owner: string): boolean {
  return Object.hasOwn(draft.program.teams, owner);
}

function assignTo(draft: Draft, input: Extract<ControlInput, { control: 'assign' }>): Refusal {
  const obligation = find(draft, input);
  if (obligation === undefined) return closed;
  if (!isOwner(draft, input.owner)) return unknownOwner;
  draft.change(obligation, { owner: input.owner });
  draft.say({ kind: 'assigned', name: obligation.name, owner: input.owner });
  return undefined;
}

function override(draft: Draft, input: Extract<ControlInput, { control: 'override' }>): Refusal {
  const root = draft.root();
  const step = Object.hasOwn(draft.journey.steps, input.to)
    ? draft.journey.steps[input.to]
    : undefined;
  if (root === undefined || step === undefined || step.track !== '') {
    return {
      code: 'ONW-STEP-UNKNOWN',
      message: 'The journey has no such step outside its tracks; name one of its steps.',
    };
  }
  draft.say({ kind: 'overridden', to: input.to, reason: input.reason });
  moveTo(draft, input.to, root);
  return undefined;
}

function skip(draft: Draft, input: Extract<ControlInput, { control: 'skip' }>): Refusal {
  const obligation = find(draft, input);
  if (obligation?.kind !== 'exception' && obligation?.kind !== 'ad-hoc') return closed;
  const { reason } = input;
  draft.say({ kind: 'taken', what: obligation.name, how: 'ignored', reason });
  draft.close(obligation);
  return undefined;
}

const underWay: Refusal = {
  code: 'ONW-RECOVERY-UNDER-WAY',
  message: 'The order is on its way once more already; wait for what comes of it.',
};

function retry(draft: Draft, input: Extract<ControlInput, { control: 'retry' }>): Refusal {
  const obligation = find(draft, input);
  if (obligation?.kind !== 'exception' || input.orders.length === 0) return closed;
  const { orders = [], again = [] } = obligation;
  if (again.length > 0) return underWay;
  const keys = input.orders.map(({ key }) => key);
  for (const order of input.orders) draft.askAgain(order);
  draft.change(obligation, { orders: [...new Set([...orders, ...keys])], again: keys });
  return undefined;
}

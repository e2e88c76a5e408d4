/** Carries one order out at the edge: orders become calls of connectors, their answers outcomes. */
import { connectors } from '../../connectors/index.ts';
import type { Program } from '../../core/index.ts';
import type { Errand, Sent } from '../../runtime/index.ts';
import type { Edge } from './edge.ts';
import { targetNames, type Secrets } from './secrets.ts';

/** An order with whom it is about, as the edge carries it out. */
export type Carried = Pick<Errand, 'key' | 'journey' | 'effect' | 'refs' | 'attempt'> & {
  readonly program: Program;
};

export interface Carrier {
  readonly edge: Edge;
  readonly secrets: Secrets;
}

export async function carry(order: Carried, { edge, secrets }: Carrier): Promise<Sent> {
  const { program, effect, key, journey, attempt, refs } = order;
  if (isUnaddressed(order, secrets)) {
    return { kind: 'rejected', data: {}, code: 'ONW-TARGET-MISSING' };
  }
  const { dispatch } = edge.of(program);
  const errand = { system: effect.system, key, journey, refs, attempt };
  switch (effect.kind) {
    case 'command':
      return dispatch.send({ ...errand, command: effect.command, args: effect.args });
    case 'message':
      return dispatch.sendMessage({
        ...errand,
        template: effect.template,
        channel: effect.channel,
        args: effect.args,
      });
    case 'look-up':
      return effect.page === undefined
        ? lookedUp(await dispatch.lookUp({ ...errand, name: effect.name }))
        : lookedUp(await dispatch.list({ ...errand, name: effect.name, page: effect.page }));
  }
}

type LookedUp = Awaited<ReturnType<ReturnType<Edge['of']>['dispatch']['lookUp']>>;

/** What the system knew comes first, as events; then whoever still waits goes on. */
function lookedUp(found: LookedUp): Sent {
  if (found.kind === 'retry') return found;
  if (found.kind === 'nothing') return { kind: 'done', data: {} };
  const { events: observed, more = false } = found;
  return { kind: 'done', data: {}, observed, more };
}

/**
 * Nobody has said where the system is: trying again would not help, so that the journey takes its
 * way on. Connectors that know the address of their system need none.
 */
function isUnaddressed({ program, effect }: Carried, secrets: Secrets): boolean {
  if (program.systems[effect.system]?.connector !== 'webhook') return false;
  const variable = targetNames(program).get(effect.system);
  return variable === undefined || secrets(variable) === undefined;
}

const idempotent = new WeakMap<Program, Map<string, boolean>>();

/** Whether a system honours our key; a program never changes, so that it is read once. */
export function isIdempotent(program: Program, name: string): boolean {
  const known = idempotent.get(program) ?? new Map<string, boolean>();
  idempotent.set(program, known);
  const answer = known.get(name) ?? readIdempotent(program, name);
  known.set(name, answer);
  return answer;
}

function readIdempotent(program: Program, name: string): boolean {
  const system = program.systems[name];
  const connector = system === undefined ? undefined : connectors[system.connector];
  if (system === undefined || connector === undefined) return false;
  const described = connector.describe(system.settings);
  return 'manifest' in described && described.manifest.idempotent;
}

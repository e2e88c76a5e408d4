/** Compiles how a system is compared with what journeys believe: what is not said is as usual. */
import { driftClasses, usualPolicy } from '../reconcile-model.ts';
import type { DriftClass, DriftPolicy } from '../reconcile-model.ts';
import type { LookUpType, Reconciliation, System } from '../model.ts';
import { listNames } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { dataOf } from './events.ts';
import { compileDuration } from './span.ts';
import { entriesOf, report, resolve } from './scope.ts';
import type { FileScope } from './scope.ts';
import { fits } from './types.ts';
import type { WrittenReconcile, WrittenSystem } from '../surface/program.ts';

/** Questions a minute where the program does not say. */
const usualPerMinute = 600;

/** By look-up, as far as the program says something of it; undefined where it says nothing. */
export function compileReconcile(
  written: WrittenSystem['reconcile'],
  system: Pick<System, 'events' | 'commands' | 'lookUps'>,
  { scope, path }: { readonly scope: FileScope; readonly path: Path },
): Readonly<Record<string, Reconciliation>> | undefined {
  if (written === undefined) return undefined;
  const self = String(path.at(-1));
  const what = `look-up of ${self}`;
  const known = {
    what,
    code: 'ONW-LANG-UNKNOWN-LOOK-UP',
    among: system.lookUps,
    key: true,
  } as const;
  const each = entriesOf(written).map(([name, said]) => {
    const below = [...path, 'reconcile', name];
    const lookUp = resolve(name, known, { scope, path: below });
    return [
      name,
      compileOne(said, { ...{ scope, path: below, system, lookUp }, name: self }),
    ] as const;
  });
  return Object.fromEntries(each);
}

interface Compared {
  readonly scope: FileScope;
  readonly path: Path;
  /** What the program calls the system. */
  readonly name: string;
  readonly system: Pick<System, 'events' | 'commands'>;
  readonly lookUp: LookUpType | undefined;
}

function compileOne(written: WrittenReconcile, at: Compared): Reconciliation {
  const { every, 'per-minute': perMinute = usualPerMinute, write, ...said } = written;
  const { scope, path } = at;
  const policy = Object.fromEntries(
    driftClasses.map((drift) => [drift, pick(said, drift) ?? usualPolicy[drift]]),
  ) as Reconciliation['policy'];
  const back = write === undefined ? {} : { write: compileWrite(write, at) };
  const how = { perMinute, policy, ...back };
  if (every === undefined) return how;
  return { everyMs: compileDuration(every, { scope, path: [...path, 'every'] }), ...how };
}

/** What is written is what the event tells: the command takes nothing that does not stand in it. */
function compileWrite(
  written: NonNullable<WrittenReconcile['write']>,
  at: Compared,
): NonNullable<Reconciliation['write']> {
  const { scope, name, system, lookUp } = at;
  const said = (lookUp?.events ?? []).map((event) => [`${name}.${event}`, system.events[event]]);
  const able = entriesOf(system.commands).map(([command, { args }]) => {
    return [`${name}.${command}`, { command, args }] as const;
  });
  const spoken = `event of the look-up ${String(at.path.at(-1))}`;
  const among = Object.fromEntries(said) as System['events'];
  const events = { what: spoken, code: 'ONW-LANG-UNKNOWN-EVENT', among, key: true } as const;
  const known = { what: `command of ${name}`, code: 'ONW-LANG-UNKNOWN-COMMAND' } as const;
  const commands = { ...known, among: Object.fromEntries(able) };
  const each = entriesOf(written).flatMap(([event, asked]) => {
    const path = [...at.path, 'write', event];
    const type = resolve(event, events, { scope, path });
    const call = resolve(asked, commands, { scope, path });
    if (type === undefined || call === undefined) return [];
    const { types } = dataOf(event, type);
    const amiss = entriesOf(call.args).flatMap(([argument, wanted]) => {
      const told = Object.hasOwn(types, argument) ? types[argument] : undefined;
      return told !== undefined && fits(told, wanted) ? [] : [argument];
    });
    if (amiss.length > 0) {
      const message = `The command takes what the event does not tell: ${listNames(amiss)}.`;
      const allowed = `a command that takes no more than ${listNames(Object.keys(types))}`;
      report(scope, path, { code: 'ONW-LANG-WRITE-BACK', message, allowed });
    }
    return [[event, call.command] as const];
  });
  return Object.fromEntries(each);
}

type Said = Omit<WrittenReconcile, 'every' | 'per-minute' | 'write'>;

/** What is gone, or there twice, no event can set right. */
function pick(said: Said, drift: DriftClass): DriftPolicy | undefined {
  return drift === 'vanished' || drift === 'duplicated' ? undefined : said[drift];
}

/** How a look-up is compared: as the program says, or as usual. */
export function reconciliationOf(
  reconcile: Readonly<Record<string, Reconciliation>> | undefined,
  lookUp: string,
): Reconciliation {
  const said = reconcile !== undefined && Object.hasOwn(reconcile, lookUp);
  const usual = { perMinute: usualPerMinute, policy: usualPolicy };
  return (said ? reconcile[lookUp] : undefined) ?? usual;
}

/**
 * Compiles outside systems: each connector says, for the system's settings, what it can say and do.
 */
import type { Connector, Manifest } from '../../connector.ts';
import { resolveOwner } from './owner.ts';
import { compileReconcile } from './reconcile.ts';
import { nameSelf } from './name-self.ts';
import type { FactTypes, Json, System, Team } from '../model.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report, resolve } from './scope.ts';
import type { FileScope } from './scope.ts';
import type { WrittenProgram, WrittenSystem } from '../surface/program.ts';

export type Connectors = Readonly<Record<string, Connector>>;

export interface SystemScope extends FileScope {
  readonly declared: {
    readonly teams: Readonly<Record<string, Team>>;
    readonly codes: Readonly<Record<string, readonly string[]>>;
  };
  readonly connectors: Connectors;
}

/** Compiles all systems; what their connectors declare may name systems and code lists. */
export function compileSystems(
  written: WrittenProgram['systems'],
  scope: SystemScope,
): Readonly<Record<string, System>> {
  const contacts = new Set<string>();
  const own = entriesOf(written).map(([name, system]) => {
    return [name, compileSystem(system, name, { ...scope, contacts })] as const;
  });
  const systems = own.map(([name, system]) => [name, withContacts(system, contacts)] as const);
  for (const [name, system] of systems) checkNames(system, { name, written, scope });
  return Object.fromEntries(systems);
}

/** An id of a system that knows people by their addresses is one that several may share. */
function withContacts(system: System, contacts: ReadonlySet<string>): System {
  const events = entriesOf(system.events).map(([name, { refs, ...event }]) => {
    const placed = entriesOf(refs).map(([ref, type]) => {
      const isContact = type.of === 'subject' && contacts.has(type.system);
      return [ref, isContact ? { ...type, of: 'contact' as const } : type] as const;
    });
    return [name, { ...event, refs: Object.fromEntries(placed) }] as const;
  });
  return { ...system, events: Object.fromEntries(events) };
}

function compileSystem(
  written: WrittenSystem,
  name: string,
  scope: SystemScope & { readonly contacts: Set<string> },
): System {
  const path = ['systems', name];
  const { connector, owner } = written;
  resolveOwner(owner, [...path, 'owner'], scope);
  const settings: Json = written.settings ?? {};
  const manifest = describe(connector, { settings, path, scope });
  if (manifest.contacts === true) scope.contacts.add(name);
  const { events, commands, lookUps } = nameSelf(manifest, name);
  const system = { connector, owner, events, commands, lookUps, settings };
  const reconcile = compileReconcile(written.reconcile, system, { scope, path });
  return reconcile === undefined ? system : { ...system, reconcile };
}

const nothing: Manifest = { events: {}, commands: {}, lookUps: {}, idempotent: false };

function describe(
  name: string,
  at: { readonly settings: Json; readonly path: Path; readonly scope: SystemScope },
): Manifest {
  const { scope, path } = at;
  const among = scope.connectors;
  const known = { what: 'connector', code: 'ONW-LANG-UNKNOWN-CONNECTOR', among } as const;
  const connector = resolve(name, known, { scope, path: [...path, 'connector'] });
  if (connector === undefined) return nothing;
  const description = connector.describe(at.settings);
  if ('manifest' in description) return description.manifest;
  for (const problem of description.problems) {
    const below = [...path, 'settings', ...problem.path];
    report(scope, below, { code: 'ONW-LANG-SETTINGS', message: problem.message });
  }
  return nothing;
}

/** The systems of refs and the lists of codes that a connector declares must be in the program. */
function checkNames(
  system: System,
  at: {
    readonly name: string;
    readonly written: WrittenProgram['systems'];
    readonly scope: SystemScope;
  },
): void {
  const { events, commands } = system;
  const types: readonly FactTypes[] = [
    ...Object.values(events).map(({ data }) => data),
    ...Object.values(commands).flatMap(({ args, returns }) => [args, returns]),
  ];
  const fromTypes = types.flatMap((map) => Object.values(map));
  const fromRefs = Object.values(events).flatMap(({ refs }) => Object.values(refs));
  const refSystems = [
    ...fromRefs.map((ref) => ref.system),
    ...fromTypes.flatMap((type) => (type.kind === 'ref' ? [type.system] : [])),
  ];
  const lists = fromTypes.flatMap((type) => (type.kind === 'code' ? [type.list] : []));
  const { scope, written } = at;
  const place = { scope, path: ['systems', at.name, 'settings'] };
  const systems = { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', key: true } as const;
  for (const name of new Set(refSystems)) resolve(name, { ...systems, among: written }, place);
  const codes = { what: 'code list', code: 'ONW-LANG-UNKNOWN-LIST', key: true } as const;
  const among = scope.declared.codes;
  for (const name of new Set(lists)) resolve(name, { ...codes, among }, place);
}

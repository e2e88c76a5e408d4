/** From a command's settings and arguments to the members of a FHIR resource. */
import type { Json, OutboundCommand } from '../../core/index.ts';
import type { Deed, Member } from './deeds.ts';
import type { Ehr } from './ehr.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import { keySystem } from './map.ts';
import { paperValue } from './papers.ts';
import { readWritten } from './reference.ts';
import type { FhirSettings } from './settings.ts';

/** What the command writes; undefined when an argument has no form that the member takes. */
export function membersOf(
  command: OutboundCommand,
  deed: Deed,
  settings: FhirSettings,
): JsonObject | undefined {
  const asked = settings.commands[command.command];
  if (asked === undefined) return undefined;
  const given: Record<string, unknown> = { ...asked.set };
  for (const name of asked.with) if (name in command.args) given[name] = command.args[name];
  let members: JsonObject = {};
  for (const [name, value] of Object.entries(given)) {
    const member = deed.members[name];
    const formed = member === undefined ? undefined : form(member, value, { settings, command });
    if (member === undefined || formed === undefined) return undefined;
    members = merge(members, member.place(formed), 'join');
  }
  return members;
}

interface Forming {
  readonly settings: FhirSettings;
  readonly command: OutboundCommand;
}

function form(
  { form: wanted }: Member,
  value: unknown,
  { settings, command }: Forming,
): Json | undefined {
  switch (wanted.kind) {
    case 'instant':
      return Number.isSafeInteger(value) ? new Date(value as number).toISOString() : undefined;
    case 'one-of':
      return typeof value === 'string' && wanted.values.includes(value) ? value : undefined;
    case 'text':
      return typeof value === 'string' && Object.hasOwn(settings.texts, value)
        ? settings.texts[value]
        : undefined;
    case 'code': {
      const coding = Object.entries(settings.codes?.of ?? {}).find(([, name]) => name === value);
      const [system = '', code] = coding?.[0].split('|') ?? [];
      return code === undefined ? undefined : { coding: [{ system, code }] };
    }
    case 'ref': {
      const isFit = typeof value === 'string' && wanted.of.includes(readWritten(value)?.type ?? '');
      return isFit ? { reference: value } : undefined;
    }
    case 'paper':
      return paperValue(command.papers, wanted.of);
  }
}

/** A new resource, with the key that tells it again. */
export function draft(
  { deed, members, key }: { deed: Deed; members: JsonObject; key: string },
  patient: string,
  ehr: Ehr,
): JsonObject {
  const own = { system: keySystem, value: key };
  const now = new Date(ehr.out.nowMs()).toISOString();
  // These have one identifier (R4), the others several.
  const isOne = deed.type === 'Composition' || deed.type === 'QuestionnaireResponse';
  const identifier = isOne ? own : [own];
  const begun = deed.begin({ reference: `Patient/${patient}` }, now);
  return merge({ resourceType: deed.type, identifier, ...begun }, members, 'join');
}

/**
 * One resource over another, member by member; a list replaces a list, or joins it. Joined lists
 * are of one item each where both are of sections, which are parts of one section.
 */
export function merge(
  under: JsonObject,
  over: JsonObject,
  lists: 'join' | 'replace' = 'replace',
): JsonObject {
  const merged: Record<string, Json> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const before = merged[name];
    if (isObject(before) && isObject(value)) merged[name] = merge(before, value, lists);
    else if (lists === 'join' && Array.isArray(before) && Array.isArray(value)) {
      merged[name] = join(name, before as readonly Json[], value as readonly Json[]);
    } else merged[name] = value;
  }
  return merged;
}

function join(name: string, before: readonly Json[], after: readonly Json[]): Json {
  const [one, other] = [before[0], after[0]];
  if (name === 'section' && isObject(one) && isObject(other)) return [merge(one, other, 'join')];
  return [...before, ...after];
}

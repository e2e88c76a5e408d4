/** The commands that a program's settings make of the deeds: what is fixed, what is an argument. */
import * as z from 'zod';
import type { CommandType, FactType, SettingsProblem } from '../../core/index.ts';
import { name } from '../problems.ts';
import type { Deed, Form, ids } from './deeds.ts';
import { deeds } from './deeds.ts';

/** One command: `{ do: book, set: { service: mri-head }, with: [start, end] }`. */
export const commandSchema = z.strictObject({
  do: z.enum(Object.keys(deeds), `Write one of ${Object.keys(deeds).join(', ')}.`),
  /** Members with the same value each time. */
  set: z.record(name, z.string().min(1).max(256)).default({}),
  /** Members that are arguments of the command. */
  with: z.array(name).default([]),
});

/** The settings that commands are made of. */
export interface CommandSettings {
  readonly commands: Readonly<Record<string, z.infer<typeof commandSchema>>>;
  readonly codes?:
    | { readonly list: string; readonly of: Readonly<Record<string, string>> }
    | undefined;
  readonly systems: Readonly<Partial<Record<(typeof ids)[number], string>>>;
  readonly 'patient-system': string;
}

/** Commands as a program sees them: each is about a patient, and what it makes comes back. */
export function commandTypes(settings: CommandSettings): Readonly<Record<string, CommandType>> {
  const types: Record<string, CommandType> = {};
  for (const [command, { do: what, with: chosen }] of Object.entries(settings.commands)) {
    const deed = deeds[what];
    if (deed === undefined) continue;
    const patient: FactType = { kind: 'ref', system: settings['patient-system'] };
    const args: Record<string, FactType> = { patient };
    for (const member of chosen) {
      const form = own(deed, member);
      const type = form === undefined ? undefined : typeOf(member, form, settings);
      if (type !== undefined) args[member] = type;
    }
    const { makes } = deed;
    // An id that is not given is made here, and so one of this system.
    const made = makes && (args[makes] ?? { kind: 'ref', system: '' });
    types[command] = { args, returns: makes && made ? { [makes]: made } : {} };
  }
  return types;
}

function typeOf(member: string, form: Form, settings: CommandSettings): FactType | undefined {
  switch (form.kind) {
    case 'id':
      return refOf(member, settings);
    case 'code':
      return settings.codes && { kind: 'code', list: settings.codes.list };
    case 'instant':
      return { kind: 'instant' };
    case 'one-of':
      return { kind: 'one-of', values: Object.keys(form.of) };
  }
}

function refOf(member: string, { systems }: CommandSettings): FactType {
  const [, system = ''] = Object.entries(systems).find(([each]) => each === member) ?? [];
  return { kind: 'ref', system };
}

/** What is wrong with the commands of settings whose form is right. */
export function commandProblems(settings: CommandSettings): readonly SettingsProblem[] {
  return Object.entries(settings.commands).flatMap(([command, asked]) => {
    const deed = deeds[asked.do];
    if (deed === undefined) return [];
    const at = ['commands', command];
    const unknown = `This deed has no such member; it has ${Object.keys(deed.members).join(', ')}.`;
    const given = [...Object.keys(asked.set), ...asked.with];
    const missing = deed.required.filter((member) => !given.includes(member));
    return [
      ...missing.map((member) => ({
        path: at,
        message: `Give "${member}" by \`set\` or \`with\`.`,
      })),
      ...asked.with.flatMap((member, index) => {
        const path = [...at, 'with', index];
        const form = own(deed, member);
        if (form === undefined) return [{ path, message: unknown }];
        if (Object.hasOwn(asked.set, member)) return [{ path, message: 'It is set already.' }];
        const isLacking = form.kind === 'code' && settings.codes === undefined;
        return isLacking ? [{ path, message: 'Declare `codes` first.' }] : [];
      }),
      ...Object.entries(asked.set).flatMap(([member, value]) => {
        const form = own(deed, member);
        const message = form === undefined ? unknown : misfit(form, value, settings);
        return message === undefined ? [] : [{ path: [...at, 'set', member], message }];
      }),
    ];
  });
}

function own({ members }: Deed, member: string): Form | undefined {
  return Object.hasOwn(members, member) ? members[member] : undefined;
}

function misfit(form: Form, value: string, { codes }: CommandSettings): string | undefined {
  switch (form.kind) {
    case 'id':
      return undefined;
    case 'code':
      return Object.values(codes?.of ?? {}).includes(value)
        ? undefined
        : 'No code has this name; add it to `codes`.';
    case 'instant':
      return 'An instant differs each time; give it by `with`.';
    case 'one-of':
      return Object.hasOwn(form.of, value)
        ? undefined
        : `Write one of ${Object.keys(form.of).join(', ')}.`;
  }
}

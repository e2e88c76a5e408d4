/** The commands that a program's settings make of the deeds: what is fixed, what is an argument. */
import * as z from 'zod';
import type { CommandType, FactType, FactTypes, SettingsProblem } from '../../core/index.ts';
import { name } from '../problems.ts';
import type { Deed, Form } from './deeds.ts';
import { deeds } from './deeds.ts';
import { readWritten } from './reference.ts';

/** One command: `{ do: create-task, set: { text: call-back, priority: urgent }, with: [due] }`. */
export const commandSchema = z.strictObject({
  do: z.enum(Object.keys(deeds), `Write one of ${Object.keys(deeds).join(', ')}.`),
  /** Members with the same value each time. */
  set: z.record(name, z.string().max(256)).default({}),
  /** Members that are arguments of the command. */
  with: z.array(name).default([]),
});

interface Named {
  /** The assistant whose conversations may be put in. */
  readonly assistant?: string | undefined;
  /** What commands may write, by id. */
  readonly texts: Readonly<Record<string, string>>;
  readonly codes?:
    | { readonly list: string; readonly of: Readonly<Record<string, string>> }
    | undefined;
}

/** The settings that commands are made of. */
export interface CommandSettings extends Named {
  readonly commands: Readonly<Record<string, z.infer<typeof commandSchema>>>;
}

/** The deed of a command of checked settings. */
export function deedOf(settings: CommandSettings, command: string): Deed | undefined {
  const asked = Object.hasOwn(settings.commands, command) ? settings.commands[command] : undefined;
  return asked === undefined ? undefined : deeds[asked.do];
}

/** Commands as a program sees them. */
export function commandTypes(settings: CommandSettings): Readonly<Record<string, CommandType>> {
  const types: Record<string, CommandType> = {};
  for (const [command, { do: what, with: chosen }] of Object.entries(settings.commands)) {
    const deed = deeds[what];
    if (deed === undefined) continue;
    const target: FactTypes = { [deed.ref]: { kind: 'ref', system: '' } };
    const args: Record<string, FactType> = deed.makes ? {} : { ...target };
    for (const member of chosen) {
      const form = deed.members[member]?.form;
      const type = form === undefined ? undefined : typeOf(form, settings);
      if (type !== undefined) args[member] = type;
    }
    types[command] = { args, returns: { ...target, version: { kind: 'ref', system: '' } } };
  }
  return types;
}

function typeOf(form: Form, { texts, codes, assistant }: Named): FactType | undefined {
  switch (form.kind) {
    case 'one-of':
      return { kind: 'one-of', values: form.values };
    case 'text':
      return { kind: 'one-of', values: Object.keys(texts) };
    case 'code':
      return codes === undefined ? undefined : { kind: 'code', list: codes.list };
    case 'instant':
      return { kind: 'instant' };
    case 'ref':
      return { kind: 'ref', system: '' };
    case 'paper':
      return assistant === undefined ? undefined : { kind: 'ref', system: assistant };
  }
}

/** What is wrong with the commands of settings whose form is right. */
export function commandProblems(settings: CommandSettings): readonly SettingsProblem[] {
  return Object.entries(settings.commands).flatMap(([command, asked]) => {
    const deed = deeds[asked.do];
    if (deed === undefined) return [];
    const at = ['commands', command];
    const allowed = Object.keys(deed.members).join(', ');
    const unknown = `This deed has no such member; it has ${allowed}.`;
    const given = [...Object.keys(asked.set), ...asked.with];
    const missing = deed.required.filter((member) => !given.includes(member));
    return [
      ...missing.map((member) => ({
        path: at,
        message: `Give "${member}" by \`set\` or \`with\`.`,
      })),
      ...asked.with.flatMap((member, index) => {
        const path = [...at, 'with', index];
        const form = own(deed, member)?.form;
        if (form === undefined) return [{ path, message: unknown }];
        if (Object.hasOwn(asked.set, member)) return [{ path, message: 'It is set already.' }];
        const message = lacking(form, settings);
        return message === undefined ? [] : [{ path, message }];
      }),
      ...Object.entries(asked.set).flatMap(([member, value]) => {
        const path = [...at, 'set', member];
        const form = own(deed, member)?.form;
        if (form === undefined) return [{ path, message: unknown }];
        const message = lacking(form, settings) ?? misfit(form, value, settings);
        return message === undefined ? [] : [{ path, message }];
      }),
    ];
  });
}

function own(deed: Deed, member: string): Deed['members'][string] | undefined {
  return Object.hasOwn(deed.members, member) ? deed.members[member] : undefined;
}

function lacking(form: Form, { texts, codes, assistant }: Named): string | undefined {
  if (form.kind === 'paper' && assistant === undefined) return 'Name the `assistant` first.';
  if (form.kind === 'text' && Object.keys(texts).length === 0) return 'Declare `texts` first.';
  return form.kind === 'code' && codes === undefined ? 'Declare `codes` first.' : undefined;
}

function misfit(form: Form, value: string, { texts, codes }: Named): string | undefined {
  switch (form.kind) {
    case 'one-of':
      return form.values.includes(value) ? undefined : `Write one of ${form.values.join(', ')}.`;
    case 'text':
      return Object.hasOwn(texts, value) ? undefined : 'No text has this id; add it to `texts`.';
    case 'code':
      return Object.values(codes?.of ?? {}).includes(value)
        ? undefined
        : 'No coding has this name; add it to `codes`.';
    case 'instant':
      return 'An instant differs each time; give it by `with`.';
    case 'paper':
      return 'A conversation differs each time; give it by `with`.';
    case 'ref':
      return form.of.includes(readWritten(value)?.type ?? '')
        ? undefined
        : `Write a reference such as ${form.of[0]}/12, to one of ${form.of.join(', ')}.`;
  }
}

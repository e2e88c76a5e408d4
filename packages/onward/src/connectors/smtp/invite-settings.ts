/** What settings say about the calendar entry that a mail brings, or takes away again. */
import * as z from 'zod';
import { duration } from '../duration.ts';
import { name } from '../problems.ts';
import { textProblem } from '../templates/engine.ts';
import { knownNames } from '../templates/settings.ts';
import type { Texts } from '../templates/render.ts';

const longestLine = 500;

const entry = z.strictObject({
  /** The argument that says when it begins. */
  start: name,
  duration,
  /** Liquid, as all texts are. */
  summary: z.string().min(1).max(longestLine),
  location: z.string().min(1).max(longestLine).optional(),
  /** The argument that says which of several visits of a journey it is. */
  of: name.optional(),
  /** The template that brought the entry which this one changes. */
  changes: name.optional(),
});
const cancelled = z.strictObject({
  /** The template that brought the entry. */
  cancels: name,
});

export const invite = z.union([entry, cancelled], {
  error: 'Write { start: ARGUMENT, duration: 30m, summary: … }, or { cancels: TEMPLATE }.',
});

export type Invite = z.infer<typeof invite>;
export type Entry = z.infer<typeof entry>;

interface Invited extends Texts {
  readonly templates: Readonly<
    Record<string, Texts['templates'][string] & { readonly invite?: Invite | undefined }>
  >;
}

/** Arguments of the right types, texts that can be written, templates that bring an entry. */
export function checkInvites(settings: Invited, context: z.core.$RefinementCtx): void {
  for (const [id, template] of Object.entries(settings.templates)) {
    if (template.invite === undefined) continue;
    for (const [member, message] of problemsOf(template.invite, settings)) {
      context.addIssue({ code: 'custom', path: ['templates', id, 'invite', member], message });
    }
  }
}

function problemsOf(written: Invite, settings: Invited): readonly (readonly [string, string])[] {
  if ('cancels' in written) return entryProblem('cancels', written.cancels, settings);
  const { start, of, summary, location, changes } = written;
  const typeOf = (arg: string) =>
    Object.hasOwn(settings.args, arg) ? settings.args[arg]?.kind : undefined;
  const known = knownNames(settings);
  const texts = Object.entries({ summary, location }).flatMap(([member, text]) => {
    const message = text === undefined ? undefined : textProblem(text, known);
    return message === undefined ? [] : [[member, message] as const];
  });
  const isInstant = typeOf(start) === 'instant';
  return [
    ...(isInstant ? [] : [['start', 'Declare it under `args` as an instant.'] as const]),
    ...(of === undefined || typeOf(of) === 'ref'
      ? []
      : [['of', 'Declare it under `args` as a ref.'] as const]),
    ...texts,
    ...(changes === undefined ? [] : entryProblem('changes', changes, settings)),
  ];
}

function entryProblem(
  member: string,
  id: string,
  { templates }: Invited,
): readonly (readonly [string, string])[] {
  const other = Object.hasOwn(templates, id) ? templates[id]?.invite : undefined;
  const isFirst = other !== undefined && !('cancels' in other) && other.changes === undefined;
  return isFirst ? [] : [[member, 'Name a template that brings an entry of its own.']];
}

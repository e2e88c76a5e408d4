/** Compiles a policy of messages by itself, as another one that a program might have. */
import { z } from 'zod';
import { compileCalendar } from './compile/calendar.ts';
import { compileMessages } from './compile/messages.ts';
import type { Program } from './model.ts';
import { Findings } from './problem.ts';
import type { Problem } from './problem.ts';
import { readText } from './source/text.ts';
import { nameSchema } from './surface/parts.ts';
import { calendarSchema, messagesSchema } from './surface/program.ts';
import { checkShape } from './surface/shape.ts';

const policyFile = z.strictObject({
  calendars: z.record(nameSchema, calendarSchema).optional(),
  messages: messagesSchema,
});

/** The program with the policy, or what is wrong with it. */
export interface PolicyResult {
  readonly program?: Program;
  readonly problems: readonly Problem[];
}

/**
 * The sections `messages:` and `calendars:` of a YAML text, for a program that is there already:
 * its templates, its systems and its other calendars are the program's.
 */
export function compilePolicy(name: string, text: string, program: Program): PolicyResult {
  const findings = new Findings();
  const file = readText(name, text, findings);
  const written = file && checkShape(policyFile, { file: name, data: file.data }, findings);
  const changed = written && withPolicy(written, { file: name, findings }, program);
  const problems = findings.problems([name], ({ path, key }) => {
    return file?.locate(path, key ?? false) ?? { line: 1, column: 1 };
  });
  return changed === undefined || findings.refused ? { problems } : { program: changed, problems };
}

function withPolicy(
  written: z.output<typeof policyFile>,
  scope: { readonly file: string; readonly findings: Findings },
  program: Program,
): Program {
  const own = Object.entries(written.calendars ?? {}).map(([name, calendar]) => {
    return [
      name,
      compileCalendar(calendar, ['calendars', name], { ...scope, holidays: undefined }),
    ] as const;
  });
  const calendars = { ...program.calendars, ...Object.fromEntries(own) };
  const messages = compileMessages({ written, scope }, { ...program, calendars });
  return { ...program, calendars, ...(messages === undefined ? {} : { messages }) };
}

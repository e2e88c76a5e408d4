/** When messages may be sent: a calendar, and purposes that wait for nothing. */
import type { MessageHours, Program } from '../model.ts';
import type { WrittenProgram } from '../surface/program.ts';
import { checkOnce, resolve } from './scope.ts';
import type { FileScope } from './scope.ts';

export function compileMessages(
  { written, scope }: { readonly written: WrittenProgram; readonly scope: FileScope },
  { calendars, templates }: Pick<Program, 'calendars' | 'templates'>,
): MessageHours | undefined {
  const { messages } = written;
  if (messages === undefined) return undefined;
  const { hours, 'any-time': anyTime = [] } = messages;
  const path = ['messages'];
  const known = {
    what: 'calendar',
    code: 'ONW-LANG-UNKNOWN-CALENDAR',
    among: calendars,
  } as const;
  resolve(hours, known, { scope, path: [...path, 'hours'] });
  const purposes = Object.values(templates).map(({ purpose }) => [purpose, true] as const);
  const among = Object.fromEntries(purposes);
  for (const [index, purpose] of anyTime.entries()) {
    const at = { scope, path: [...path, 'any-time', index] };
    resolve(purpose, { what: 'purpose', code: 'ONW-LANG-UNKNOWN-PURPOSE', among }, at);
  }
  checkOnce(anyTime, [...path, 'any-time'], scope);
  return { hours, anyTime };
}

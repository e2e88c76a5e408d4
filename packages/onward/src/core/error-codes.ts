/** Every code an error of Onward may carry, with what it means and the way out. */
import type { OnwardCode } from './errors.ts';

/** Code to one line: what is wrong; what to do. */
export const errorCodes: Readonly<Record<OnwardCode, string>> = {
  // The journey language: findings of the compiler, each with its file, line and column.
  'ONW-LANG-ACTION': 'A task or park gives its owner nothing to answer; name at least one action.',
  'ONW-LANG-ARGUMENT':
    'An argument of a command is missing or unknown; give exactly those declared.',
  'ONW-LANG-CALENDAR':
    'A calendar has under one hour of work a week, or shifts that overlap; correct its week.',
  'ONW-LANG-DECIDE':
    'A decision may find no way on; give each branch a `to`, and the last one no `when`.',
  'ONW-LANG-DEPENDS':
    'A step that waits for another journey leaves an end of it open; cover every outcome.',
  'ONW-LANG-DUPLICATE':
    'A name or value stands twice where it must be unique; remove or rename one.',
  'ONW-LANG-DURATION':
    'A duration is not one, is nothing, or too long; write 90s, 15m, 24h, 3d, 2w or 1d12h.',
  'ONW-LANG-FALLBACK': 'The fallbacks of teams run in a circle; let one of them end the chain.',
  'ONW-LANG-FILE': 'A file cannot be read, or is named twice; correct the list of journeys.',
  'ONW-LANG-FROM':
    'None of the awaited events comes from the system in `from`; name the right one.',
  'ONW-LANG-GUARD':
    'A guard compares nothing, or what has no order, or hides what follows; correct its `when`.',
  'ONW-LANG-HANDLER':
    'An awaited event leads nowhere, or an event is named twice on one level; handle it once.',
  'ONW-LANG-KEY': 'A key is not known at its place; use one of those allowed there.',
  'ONW-LANG-LADDER':
    'A ladder ends with a team; end it with a role, or give a `then` or `park` after it.',
  'ONW-LANG-MESSAGE':
    'A system cannot report what a message waits for, or a channel is not of its template.',
  'ONW-LANG-MISSING': 'A required key is missing; add it.',
  'ONW-LANG-NAME': 'A name has a form that is not allowed; write lower-case words with hyphens.',
  'ONW-LANG-OVERDUE': 'Nothing changes when a deadline passes; give `escalate`, `then` or `park`.',
  'ONW-LANG-OWNER': 'Nobody owns a step; name an owner on the step, its stage or the journey.',
  'ONW-LANG-REMINDER':
    'A reminder has no time, or two; give one of `before` and `after`, for a fact of type instant.',
  'ONW-LANG-SETTINGS': 'A connector refuses its settings; see its documentation.',
  'ONW-LANG-SIZE': 'A file is too long, too deep or too large with its aliases; split it.',
  'ONW-LANG-STEP-KIND': 'A step does not say what it is; give it one of the ten telling keys.',
  'ONW-LANG-TIME': 'A date, time of day, instant or zone does not exist; correct it.',
  'ONW-LANG-TRACK':
    'A way on leads into a track from outside, or a join cannot be met; go to a step outside.',
  'ONW-LANG-TYPE': 'A value has the wrong shape; write what is allowed at its place.',
  'ONW-LANG-UNKNOWN-CALENDAR': 'No calendar has this name; declare it under `calendars`.',
  'ONW-LANG-UNKNOWN-COMMAND': 'The system has no such command; see what its connector declares.',
  'ONW-LANG-UNKNOWN-CONNECTOR': 'No connector has this name; use one that is installed.',
  'ONW-LANG-UNKNOWN-DATA': 'Nothing of this name comes with the event or action; see its data.',
  'ONW-LANG-UNKNOWN-EVENT': 'The system has no such event; see what its connector declares.',
  'ONW-LANG-UNKNOWN-FACT': 'The journey has no such fact; declare it under `facts`.',
  'ONW-LANG-UNKNOWN-JOURNEY': 'The program has no such journey; add its file to `journeys`.',
  'ONW-LANG-UNKNOWN-LIST': 'No code list has this name; declare it under `codes`.',
  'ONW-LANG-UNKNOWN-LOOK-UP': 'The system has no such look-up; see what its connector declares.',
  'ONW-LANG-UNKNOWN-MILESTONE': 'The other journey has no such milestone; see its transitions.',
  'ONW-LANG-UNKNOWN-OUTCOME': 'The other journey never ends so; see its `end` steps.',
  'ONW-LANG-UNKNOWN-OWNER': 'No team or role has this name; declare it under `teams` or `roles`.',
  'ONW-LANG-UNKNOWN-STEP': 'The journey has no such step; correct the name or add the step.',
  'ONW-LANG-UNKNOWN-SYSTEM': 'No system has this name; declare it under `systems`.',
  'ONW-LANG-UNKNOWN-TEMPLATE': 'No template has this name; declare it under `templates`.',
  'ONW-LANG-VALUE': 'A value is not of the type of its fact or argument; write one that is.',
  'ONW-LANG-YAML': 'The text is not YAML, or holds hidden characters; correct it at the position.',

  // Working time.
  'ONW-CALENDAR-EMPTY': 'A calendar without working time was used; compile the program again.',
};

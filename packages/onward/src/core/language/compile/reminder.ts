/** Compiles planned messages: what is sent, and when. */
import { compileDuration } from './span.ts';
import { compileGuard } from './guard.ts';
import { resolveFact } from './expression.ts';
import { compileTelling } from './telling.ts';
import type { Reminder } from '../model.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report } from './scope.ts';
import type { Here } from './scope.ts';
import type { WrittenReminder } from '../surface/steps.ts';

/** Compiles one planned message. */
export function compileReminder(written: WrittenReminder, path: Path, here: Here): Reminder {
  const { when } = written;
  return {
    ...compileTelling(written, path, here),
    ...compileOffset(written, path, here),
    ...(when === undefined ? {} : { when: compileGuard(when, [...path, 'when'], here) }),
  };
}

function compileOffset(
  { before, after }: WrittenReminder,
  path: Path,
  here: Here,
): { readonly fact?: string; readonly offsetMs: number } {
  const { scope } = here;
  const key = before === undefined ? 'after' : 'before';
  const below = [...path, key];
  if ((before === undefined) === (after === undefined)) {
    const message = 'A reminder has a time: `before` or `after`, one of them.';
    report(scope, path, { code: 'ONW-LANG-REMINDER', message });
  }
  if (typeof after === 'string') {
    return { offsetMs: compileDuration(after, { scope, path: below, zero: true }) };
  }
  const [entry, second] = entriesOf(before ?? after);
  if (entry === undefined || second !== undefined) {
    const message = 'A reminder is relative to one fact.';
    if (before !== after) report(scope, below, { code: 'ONW-LANG-REMINDER', message });
    return { offsetMs: 0 };
  }
  const [fact, text] = entry;
  const at = [...below, fact];
  const type = resolveFact(fact, { here, path: at, key: true });
  if (type !== undefined && type.kind !== 'instant') {
    const message = 'A reminder is relative to a fact of type instant.';
    report(scope, at, { code: 'ONW-LANG-REMINDER', message, key: true });
  }
  const ms = compileDuration(text, { scope, path: at, zero: true });
  return { fact, offsetMs: before === undefined ? ms : -ms };
}

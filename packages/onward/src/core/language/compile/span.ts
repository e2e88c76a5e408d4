/** Compiles written durations and deadlines, by the clock or in working time. */
import { dayMs, parseDuration } from '../duration.ts';
import { resolveFact } from './expression.ts';
import { expected } from '../surface/expected.ts';
import type { Span, Within } from '../model.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { report } from './scope.ts';
import type { FileScope, Here } from './scope.ts';
import type { WrittenSpan, WrittenWithin } from '../surface/parts.ts';

/** Milliseconds of a written duration; a finding when it is not one, or not above zero. */
export function compileDuration(
  text: string,
  at: { readonly scope: FileScope; readonly path: Path; readonly zero?: boolean },
): number {
  const ms = parseDuration(text);
  if (ms !== undefined && (ms > 0 || at.zero === true)) return ms;
  const message =
    ms === undefined
      ? `${quote(text)} is not a duration.`
      : 'A duration of nothing is no duration.';
  report(at.scope, at.path, { code: 'ONW-LANG-DURATION', message, allowed: expected.duration });
  return 0;
}

/** Compiles `24h`, `{ business: 2d }` (working days) or `{ business: 4h }` (working time). */
export function compileSpan(written: WrittenSpan, path: Path, scope: FileScope): Span {
  if (typeof written === 'string') {
    return { kind: 'wall', ms: compileDuration(written, { scope, path }) };
  }
  const below = [...path, 'business'];
  const ms = compileDuration(written.business, { scope, path: below });
  const days = /^(\d+)d$/u.exec(written.business);
  if (days !== null && ms <= mostBusinessDays * dayMs) {
    return { kind: 'business-days', days: Number(days[1]) };
  }
  if (/[wd]/u.test(written.business) || ms > mostBusinessMs) {
    const message = `${quote(written.business)} is not a span of working time.`;
    const allowed = `working days (\`2d\`, up to ${mostBusinessDays}) or working time (\`4h30m\`)`;
    report(scope, below, { code: 'ONW-LANG-DURATION', message, allowed });
  }
  return { kind: 'business-time', ms };
}

/** More than a year of work is a slip, and would make the search for its end long. */
const mostBusinessDays = 500;
const mostBusinessMs = 100 * dayMs;

/** Compiles a deadline: a span, or an offset from a fact of type instant. */
export function compileWithin(written: WrittenWithin, path: Path, here: Here): Within {
  const { scope } = here;
  if (typeof written === 'string' || 'business' in written)
    return compileSpan(written, path, scope);
  const type = resolveFact(written.until, { here, path: [...path, 'until'] });
  if (type !== undefined && type.kind !== 'instant') {
    const message = `A deadline needs a fact of type instant; ${quote(written.until)} is not one.`;
    report(scope, [...path, 'until'], { code: 'ONW-LANG-VALUE', message });
  }
  const otherwise = compileSpan(written.else, [...path, 'else'], scope);
  return { kind: 'fact', fact: written.until, offsetMs: offset(written, path, scope), otherwise };
}

function offset(
  written: { readonly plus?: string | undefined; readonly minus?: string | undefined },
  path: Path,
  scope: FileScope,
): number {
  const { plus, minus } = written;
  if (plus !== undefined && minus !== undefined) {
    const message = 'Either `plus` or `minus` moves the deadline, not both.';
    report(scope, [...path, 'minus'], { code: 'ONW-LANG-DURATION', message, key: true });
  }
  if (plus !== undefined) return compileDuration(plus, { scope, path: [...path, 'plus'] });
  if (minus === undefined) return 0;
  return -compileDuration(minus, { scope, path: [...path, 'minus'] });
}

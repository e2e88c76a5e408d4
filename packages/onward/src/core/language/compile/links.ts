/** Checks what one journey expects of another, once all of them are compiled. */
import type { Journey } from '../model.ts';
import { listNames } from '../near-name.ts';
import type { Findings, Path } from '../problem.ts';
import { report, resolve } from './scope.ts';
import type { Link } from './scope.ts';

/** Every `depends` names a journey, a milestone of it, and a way on for each of its outcomes. */
export function checkLinks(
  links: readonly Link[],
  journeys: Readonly<Record<string, Journey>>,
  findings: Findings,
): void {
  for (const link of links) checkLink(link, journeys, findings);
}

function checkLink(
  link: Link,
  journeys: Readonly<Record<string, Journey>>,
  findings: Findings,
): void {
  const at = (...below: Path) => ({
    scope: { file: link.file, findings },
    path: [...link.path, ...below],
  });
  const known = { what: 'journey', code: 'ONW-LANG-UNKNOWN-JOURNEY', among: journeys } as const;
  const other = resolve(link.journey, known, at('depends', 'journey'));
  if (other === undefined) return;
  const { scope, path } = at();
  if (link.journey === link.from) {
    const message = 'A journey cannot depend on itself.';
    report(scope, [...path, 'depends', 'journey'], { code: 'ONW-LANG-DEPENDS', message });
    return;
  }
  if (link.milestone !== undefined) {
    const what = `milestone of ${link.journey}`;
    const among = toNames(other.milestones);
    const milestones = { what, code: 'ONW-LANG-UNKNOWN-MILESTONE', among } as const;
    resolve(link.milestone, milestones, at('depends', 'milestone'));
  }
  const outcomes = outcomesOf(other);
  for (const outcome of link.ended) {
    const what = `outcome of ${link.journey}`;
    const among = toNames(outcomes);
    const ends = { what, code: 'ONW-LANG-UNKNOWN-OUTCOME', among, key: true } as const;
    resolve(outcome, ends, at('ended', outcome));
  }
  const open = outcomes.filter((outcome) => !link.ended.includes(outcome));
  if (link.otherwise || open.length === 0) return;
  const message = `${link.journey} can also end as ${listNames(open)}; there is no way on for it.`;
  const allowed =
    link.milestone === undefined ? 'each outcome under `ended`, or `reached`' : undefined;
  const rest = { allowed: allowed ?? 'each outcome under `ended`', key: true };
  report(scope, path, { code: 'ONW-LANG-DEPENDS', message, ...rest });
}

/** How a journey can end: the outcomes of the ends on its own line. */
function outcomesOf(journey: Journey): readonly string[] {
  const outcomes = Object.values(journey.steps).flatMap((step) =>
    step.kind === 'end' && step.track === '' ? [step.outcome] : [],
  );
  return [...new Set(outcomes)];
}

function toNames(names: readonly string[]): Readonly<Record<string, true>> {
  return Object.fromEntries(names.map((name) => [name, true as const]));
}

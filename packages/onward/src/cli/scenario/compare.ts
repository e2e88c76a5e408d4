/** Compares what a scenario expects with what is: the first difference, in plain words. */
import type { Explanation, FactValue } from '../../core/index.ts';
import type { JourneyView } from '../../store/index.ts';
import { localTime } from '../show/time.ts';
import type { Expectation } from './format.ts';
import type { Outside } from './outside.ts';

/** What is, at the moment of the comparison. */
export interface Seen {
  readonly journey: JourneyView;
  readonly sentence: string;
  readonly messages: Explanation['messages'];
  readonly asked: readonly string[];
  /** How the last event was taken. */
  readonly event: string | undefined;
}

type Check = (seen: Seen, expected: Expectation, outside: Outside) => string | undefined;

/** The first difference, or undefined when there is none. */
export function difference(
  seen: Seen,
  expected: Expectation,
  outside: Outside,
): string | undefined {
  for (const check of checks) {
    const found = check(seen, expected, outside);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** In the order in which a reader would ask: taken at all, where, whose, by when, the rest. */
const checks: readonly Check[] = [
  ({ event }, expected) => differ('the event was', expected.event, event),
  ({ journey }, expected) => differ('it rests at', expected.step, stepOf(journey)),
  ({ journey }, expected) => differ('its stage is', expected.stage, journey.state.stage),
  ({ journey }, expected) => differ('it is', expected.status, journey.state.status),
  ({ journey }, expected) => differ('its outcome is', expected.outcome, journey.state.outcome),
  ({ journey }, expected) => differ('its owner is', expected.owner, next(journey)?.owner),
  dueDiffers,
  milestonesDiffer,
  factsDiffer,
  askedDiffers,
  plannedDiffers,
  withheldDiffers,
  obligationsDiffer,
  ({ sentence }, { sentence: wanted }) =>
    wanted === undefined || sentence.includes(wanted)
      ? undefined
      : `its sentence is "${sentence}", without "${wanted}"`,
];

function dueDiffers({ journey }: Seen, { due }: Expectation, outside: Outside): string | undefined {
  if (due === undefined) return undefined;
  const is = next(journey)?.due;
  const wanted = outside.moment(due);
  if (is === wanted) return undefined;
  const said = sayIn(journey);
  return `it is due ${is === undefined ? 'never' : said(is)}, not ${said(wanted)}`;
}

/** Times as somebody of the program reads them, and as the scenario's file may write them. */
function sayIn({ program }: JourneyView): (at: number) => string {
  const zone = Object.values(program.calendars)[0]?.zone ?? 'UTC';
  return (at) => `${localTime(at, zone)} (${new Date(at).toISOString()})`;
}

function milestonesDiffer({ journey }: Seen, { milestones }: Expectation): string | undefined {
  const reached = journey.state.milestones;
  const missing = milestones?.find((name) => !reached.includes(name));
  if (missing === undefined) return undefined;
  return `the milestone ${missing} is not reached; reached: ${reached.join(', ') || 'none'}`;
}

function factsDiffer(
  { journey }: Seen,
  { facts }: Expectation,
  outside: Outside,
): string | undefined {
  const types = journey.program.journeys[journey.state.journey]?.facts ?? {};
  for (const [name, raw] of Object.entries(facts ?? {})) {
    const type = types[name];
    if (type === undefined) return `the journey has no fact "${name}"`;
    const is = journey.state.facts[name];
    const wanted = raw === null ? undefined : outside.value(type, { name, raw });
    if (type.kind === 'ref' ? (is === undefined) !== (wanted === undefined) : !same(is, wanted)) {
      return `the fact ${name} is ${shown(is)}, not ${shown(wanted)}`;
    }
  }
  return undefined;
}

function askedDiffers({ asked }: Seen, expected: Expectation): string | undefined {
  const said = `asked since the last look: ${asked.join(', ') || 'nothing'}`;
  const missing = expected.asked?.find((name) => !asked.includes(name));
  if (missing !== undefined) return `${missing} was not asked; ${said}`;
  const surplus = expected['not-asked']?.find((name) => asked.includes(name));
  return surplus === undefined ? undefined : `${surplus} was asked; ${said}`;
}

function plannedDiffers(
  { journey, messages }: Seen,
  { planned }: Expectation,
  outside: Outside,
): string | undefined {
  if (planned === undefined) return undefined;
  const said = sayIn(journey);
  const told = (template: string, at: number): string => `${template} on ${said(at)}`;
  const is = messages.flatMap(({ fate, template, at }) => {
    return fate === 'planned' ? [told(template, at)] : [];
  });
  const wanted = Object.entries(planned).flatMap(([template, times]) => {
    return [times].flat().map((time) => told(template, outside.moment(time)));
  });
  if (is.toSorted().join() === wanted.toSorted().join()) return undefined;
  return `planned is ${is.join(', ') || 'nothing'}, not ${wanted.join(', ') || 'nothing'}`;
}

function withheldDiffers({ messages }: Seen, { withheld }: Expectation): string | undefined {
  const is = messages.flatMap(({ fate, template }) => (fate === 'withheld' ? [template] : []));
  const missing = withheld?.find((template) => !is.includes(template));
  if (missing === undefined) return undefined;
  return `${missing} is not withheld; withheld: ${is.join(', ') || 'nothing'}`;
}

function obligationsDiffer({ journey }: Seen, { obligations }: Expectation): string | undefined {
  if (obligations === undefined) return undefined;
  const is = journey.state.obligations.map((each) => each.name).toSorted();
  const wanted = obligations.toSorted();
  if (is.join() === wanted.join()) return undefined;
  return `open are ${is.join(', ') || 'none'}, not ${wanted.join(', ') || 'none'}`;
}

/** The obligation that is due first. */
function next({ state }: JourneyView): JourneyView['state']['obligations'][number] | undefined {
  return state.obligations.toSorted((a, b) => a.due - b.due || a.slot - b.slot)[0];
}

function stepOf({ state }: JourneyView): string | undefined {
  return (
    state.places.findLast((place) => place.ended === undefined)?.step ?? state.places.at(-1)?.step
  );
}

function differ(
  what: string,
  wanted: string | undefined,
  is: string | undefined,
): string | undefined {
  return wanted === undefined || wanted === is
    ? undefined
    : `${what} ${is ?? 'none'}, not ${wanted}`;
}

function same(a: FactValue | undefined, b: FactValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function shown(value: FactValue | undefined): string {
  return value === undefined ? 'not known' : JSON.stringify(value);
}

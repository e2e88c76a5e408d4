/** A proof for a person: a line for each journey and property, and the stories of what is wrong. */
import { properties } from '../../core/index.ts';
import type { CheckReport, JourneyReport, PropertyReport } from '../../core/index.ts';
import type { Paint, Tone } from '../terminal.ts';
import { placeOf } from './place.ts';
import { storyLines } from './story-lines.ts';

type Verdict = CheckReport['verdict'];

const tones: Readonly<Record<Verdict, Tone>> = { proved: 'good', refuted: 'bad', unknown: 'warn' };
const nameWidth = Math.max(...Object.values(properties).map(({ name }) => name.length));
const indent = ' '.repeat(6);

export interface TextOptions {
  /** Where the program's files lie. */
  readonly folder: string;
  readonly paint: Paint;
}

/** All lines of a report; the last one is a sentence. */
export function reportLines(report: CheckReport, options: TextOptions): readonly string[] {
  return [
    ...report.journeys.flatMap((journey) => [...journeyLines(journey, options), '']),
    verdictLine(report, options.paint),
  ];
}

function journeyLines(report: JourneyReport, options: TextOptions): readonly string[] {
  const { journey, verdict, configurations, ms } = report;
  const { paint } = options;
  const head = [
    paint('strong', journey),
    paint(tones[verdict], verdict),
    `${configurations} ${configurations === 1 ? 'configuration' : 'configurations'}`,
    `${Math.ceil(ms)} ms`,
  ];
  return [
    head.join(' · '),
    ...saidOnce(report.properties).flatMap((property) => propertyLines(property, options)),
  ];
}

/** Where all is unknown for one reason, it is said with the first. */
function saidOnce(all: readonly PropertyReport[]): readonly PropertyReport[] {
  return all.map((property) => {
    const first = all.find(({ reason }) => reason !== undefined && reason === property.reason);
    return first === undefined || first === property
      ? property
      : { ...property, reason: `as ${first.id}` };
  });
}

function propertyLines(property: PropertyReport, options: TextOptions): readonly string[] {
  const { id, verdict, bound, reason, counterexample } = property;
  const { name, law } = properties[id];
  const says = verdict === 'refuted' ? refutedHead(property) : (reason ?? bound ?? law);
  const state = options.paint(tones[verdict], verdict.padEnd(7));
  const head = `  ${id.padEnd(3)} ${state}  ${name.padEnd(nameWidth)}  ${says}`;
  if (counterexample === undefined) return [head];
  const { at, mend } = counterexample;
  const place = at === undefined ? [] : [`${indent}${placeOf(options.folder, at)}`];
  return [
    head,
    ...storyLines(counterexample, options.paint).map((line) => `${indent}${line}`),
    ...place,
    ...(mend === '' ? [] : [`${indent}${mend}`]),
    ...otherLines(property, options),
  ];
}

/** Where there is a story, what is wrong stands at its end. */
function refutedHead({ counterexample }: PropertyReport): string {
  const length = counterexample?.story.length ?? 0;
  if (length === 0) return counterexample?.says ?? '';
  return `${length} ${length === 1 ? 'step' : 'steps'} to what is wrong`;
}

/** So many other places are named one by one. */
const mostOthers = 8;

function otherLines({ count = 1, also = [] }: PropertyReport, options: TextOptions): string[] {
  const named = also.slice(0, mostOthers).map(({ says, at }) => {
    const place = at === undefined ? '' : `${placeOf(options.folder, at)} `;
    return `${indent}also ${place}${says}`;
  });
  const rest = count - 1 - named.length;
  if (rest <= 0) return named;
  return [...named, `${indent}and ${rest} other ${rest === 1 ? 'place' : 'places'}`];
}

/** `proved: nobody falls through`, or which properties are not. */
function verdictLine({ verdict, journeys }: CheckReport, paint: Paint): string {
  if (verdict === 'proved') return paint('good', 'proved: nobody falls through');
  const all = journeys.flatMap((journey) => journey.properties);
  const said = (['refuted', 'unknown'] as const).flatMap((each) => {
    const ids = all.filter((property) => property.verdict === each).map(({ id }) => id);
    const named = Object.keys(properties).filter((id) => ids.some((found) => found === id));
    return named.length === 0 ? [] : [`${each}: ${named.join(', ')}`];
  });
  return paint(tones[verdict], said.join('; '));
}

/** Where a value stands in an HL7 v2 message, as people write it: `SCH-6.1`, `OBX[2]-8`. */

/** A place in a message; every number counts from 1. */
export interface Hl7Path {
  /** As the settings write it. */
  readonly text: string;
  readonly segment: string;
  /** Which of the segments of that name. */
  readonly occurrence: number;
  readonly field: number;
  readonly repetition: number;
  readonly component: number;
  readonly subcomponent: number;
}

const number = '([1-9]\\d{0,2})';
const form = new RegExp(
  `^([A-Z][A-Z0-9]{2})(?:\\[${number}\\])?-${number}(?:\\[${number}\\])?` +
    `(?:\\.${number}(?:\\.${number})?)?$`,
);

/** The place that a text names, where what is left out is the first; undefined when it is none. */
export function readHl7Path(text: string): Hl7Path | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, segment = '', ...numbers] = match;
  const [occurrence = 1, field = 1, repetition = 1, component = 1, subcomponent = 1] = numbers.map(
    (each: string | undefined) => Number(each ?? 1),
  );
  return { text, segment, occurrence, field, repetition, component, subcomponent };
}

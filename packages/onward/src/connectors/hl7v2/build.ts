/** HL7 v2 messages, written field by field: no value can end its field, segment or frame. */
import { contentDigest } from '../event-id.ts';
import { usual } from './message.ts';

/** A field: text, or its components. */
export type Field = string | readonly string[];

/** A segment: its name, and its fields by their numbers in the standard. */
export interface Segment {
  readonly name: string;
  readonly fields: Readonly<Record<number, Field>>;
}

const { field, component, repetition, escape, subcomponent } = usual;
const separators = component + repetition + escape + subcomponent;
const meanings: Readonly<Record<string, string>> = {
  [field]: 'F',
  [component]: 'S',
  [repetition]: 'R',
  [escape]: 'E',
  [subcomponent]: 'T',
};
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const special = /[|^~\\&\u0000-\u001f\u007f]/g;

/** Text in which no character separates anything (HL7 v2.8, 2.7): `\F\`, or `\X0D\` by its code. */
export function escapeText(text: string): string {
  return text.replaceAll(special, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return escape + (meanings[character] ?? `X${code}`) + escape;
  });
}

/** The bytes of a message in UTF-8; its MSH-18 says so where a character needs it. */
export function writeMessage(segments: readonly Segment[]): Uint8Array {
  const plain = segments.map(writeSegment).join('');
  // eslint-disable-next-line no-control-regex -- what is not ASCII is what it looks for
  if (/^[\u0000-\u007f]*$/.test(plain)) return new TextEncoder().encode(plain);
  const [header, ...others] = segments;
  const told = header && { ...header, fields: { ...header.fields, 18: 'UNICODE UTF-8' } };
  const text = [...(told === undefined ? [] : [told]), ...others].map(writeSegment).join('');
  return new TextEncoder().encode(text);
}

function writeSegment({ name, fields }: Segment): string {
  // MSH-1 is the separator itself, and MSH-2 the others as they are.
  const first = name === 'MSH' ? 3 : 1;
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  const written: string[] = name === 'MSH' ? [name, separators] : [name];
  for (let at = first; at <= last; at++) written.push(writeField(fields[at] ?? ''));
  return `${written.join(field).replace(/\|+$/, '')}\r`;
}

function writeField(value: Field): string {
  const components = (typeof value === 'string' ? [value] : value).map(escapeText);
  return components.join(component).replace(/\^+$/, '');
}

/**
 * The control id (MSH-10) of what goes out under a key: the same for each try, so that a receiver
 * knows a repeat. 20 characters, which is what versions before 2.7 allow.
 */
export function controlIdOf(key: string): string {
  return contentDigest(key).slice(0, 20);
}

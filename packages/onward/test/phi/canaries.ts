/** What must not be found: the values of people, each distinctive enough to be looked for. */
import type { Kind, Person } from './people.ts';

export interface Canary {
  /** Of whom: a label, and never a name. */
  readonly person: string;
  readonly kind: Kind;
  readonly value: string;
}

/**
 * How much of a text is significant: a Latin letter or a digit counts one, a letter of any other
 * script two (it is one of more).
 */
export function weight(text: string): number {
  const letters = text.normalize('NFC').match(/[\p{L}\p{N}]/gu) ?? [];
  return letters.reduce((sum, each) => sum + (/[\p{Script=Latin}\p{N}]/u.test(each) ? 1 : 2), 0);
}

/** Less than this could be anything. */
export const leastWeight = 6;

/**
 * Everything of a person. A given or family name of less than six significant letters is not looked
 * for by itself but with the other one; where both together are too short, with the birth date. A
 * birth date is looked for with its separators: eight digits alone could be part of any number.
 */
export function canariesOf(person: Person): readonly Canary[] {
  const { label, given, family, birthDate, more } = person;
  const of = (kind: Kind, values: readonly string[]): Canary[] =>
    values
      .filter((value) => weight(value) >= leastWeight)
      .map((value) => ({ person: label, kind, value }));
  const isShort = weight(given) + weight(family) < leastWeight;
  const end = isShort ? birthDate : '';
  return [
    ...of('name', fullNames(given, family, end)),
    // Names and towns of real places may stand anywhere, in the tables of a time zone for one.
    ...(label.startsWith('made') ? of('name', [given, family]) : []),
    ...(label.startsWith('made') ? of('address', [person.city, person.postcode]) : []),
    ...of('address', [person.street]),
    ...of('date', [...dates(birthDate), ...(more.date ?? [])]),
    ...of('phone', [person.phone, ...domestic(person.phone)]),
    ...of(
      'fax',
      (more.fax ?? []).flatMap((fax) => [fax, ...domestic(fax)]),
    ),
    ...of('email', [person.email, person.email.split('@')[0] ?? '']),
    ...of('ssn', [person.ssn]),
    ...of('mrn', [person.mrn]),
    ...Object.entries(more).flatMap(([kind, values]) =>
      kind === 'date' || kind === 'fax' ? [] : of(kind as Kind, values),
    ),
  ];
}

/** As letters, lists, HL7 and file names put the two together. */
function fullNames(given: string, family: string, end: string): string[] {
  const pairs = [' ', ', ', '^', '.', '_', '-', ''].flatMap((between) => [
    `${given}${between}${family}`,
    `${family}${between}${given}`,
  ]);
  return end === '' ? pairs : pairs.map((pair) => `${pair} ${end}`);
}

function dates(iso: string): string[] {
  const [year = '', month = '', day = ''] = iso.split('-');
  return [iso, `${month}/${day}/${year}`, `${day}.${month}.${year}`, `${year}/${month}/${day}`];
}

/** Without the country code, as a machine writes it. */
function domestic(e164: string): string[] {
  return /^\+1\d{10}$/.test(e164) ? [e164.slice(2)] : [];
}

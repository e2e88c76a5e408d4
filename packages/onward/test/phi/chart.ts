/** What systems know of a person, all of it, as members and as sentences. */
import type { Json } from '../../src/core/index.ts';
import type { Person } from './people.ts';

/** A chart as JSON. */
export function chartOf(person: Person): Record<string, Json> {
  const { given, family, birthDate, street, city, postcode, phone, email, mrn, ssn } = person;
  const more = Object.entries(person.more).map(([kind, values]) => [kind, [...values]] as const);
  return {
    name: `${given} ${family}`,
    given,
    family,
    birthDate,
    address: { street, city, postcode },
    phone,
    email,
    mrn,
    ssn,
    ...Object.fromEntries(more),
  };
}

/** Sentences as they stand in notes and error messages. */
export function sayings(person: Person): readonly string[] {
  const { given, family, birthDate, street, phone, email, mrn, ssn, more } = person;
  const name = `${given} ${family}`;
  return [
    `${name} (${mrn}), born ${birthDate}, ${street}, is not known here`,
    `${more.clinical?.[0] ?? ''}; call ${name} at ${phone}`,
    `duplicate key value violates unique constraint: (email)=(${email}), ssn ${ssn}`,
  ];
}

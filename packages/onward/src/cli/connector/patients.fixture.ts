/** Twenty people who do not exist, and what a system would say of them. */
import type { Json } from '../../core/index.ts';

export interface Patient {
  readonly given: string;
  readonly family: string;
  readonly birth: string;
  readonly mail: string;
  readonly phone: string;
  readonly mrn: string;
  readonly street: string;
  readonly note: string;
}

const given = [
  ...[
    'Iris',
    'Tomasz',
    'Adaeze',
    'Björn',
    'Chidi',
    'Delphine',
    'Émile',
    'Farid',
    'Greta',
    'Hiroko',
  ],
  ...['Ingrid', 'Joaquín', 'Katarzyna', 'Lars', 'Mireille', 'Nikolai', 'Oluwaseun', 'Priya'],
  ...['Quentin', 'Rosalind'],
];
const family = [
  ...['Okafor', 'Lindgren', 'Müller', "O'Brien", 'Nakamura', 'Fernández', 'Kowalczyk', 'Dubois'],
  ...['Haddad', 'Eriksen', 'Vasquez-Ruiz', 'Tanaka', 'Popescu', 'Svensson', 'Achebe', 'Moreau'],
  ...['Ivanova', 'Castellanos', 'Whitcombe', 'Rahimi'],
];

export const patients: readonly Patient[] = given.map((name, index): Patient => {
  const surname = family[index] ?? '';
  const two = String(index + 11);
  return {
    given: name,
    family: surname,
    birth: `19${40 + index}-0${(index % 9) + 1}-${two}`,
    mail: `${name}.${surname}.${two}@mail.example`.toLowerCase(),
    phone: `+44 20 7946 1${two}8`,
    mrn: `MRN-73${two}46`,
    street: `${two}7 Larkspur Crescent`,
    note: `${name} asked to be called after dinner about the ${two} mg dose`,
  };
});

/** What must not be found again, whole or in its telling parts. */
export function saidOf(patient: Patient): readonly string[] {
  const { given: name, family: surname, birth, mail, phone, mrn, street, note } = patient;
  const digits = [phone.slice(-4), mrn.slice(4), birth.slice(0, 4)];
  return [name, surname, birth, mail, phone, mrn, street, note, 'Larkspur', 'dinner', ...digits];
}

export function jsonOf(patient: Patient): Json {
  const { given: name, family: surname, birth, mail, phone, mrn, street, note } = patient;
  return {
    event: 'visit.booked',
    person: { name: { given: [name], family: surname }, birth, telecom: [mail, phone] },
    address: [{ line: [street] }],
    byId: { [mrn]: { note, age: Number(birth.slice(2, 4)), born: Number(birth.slice(0, 4)) } },
    contacts: { [mail]: true },
    text: `${name} ${surname}, ${birth}, ${phone}`,
  };
}

export function formOf(patient: Patient): string {
  const { given: name, family: surname, mail, phone, note } = patient;
  return new URLSearchParams({
    From: phone,
    Name: `${name} ${surname}`,
    mail,
    Body: note,
  }).toString();
}

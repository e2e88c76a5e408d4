/**
 * People who do not exist, each with all eighteen kinds of identifier that 45 CFR 164.514(b)(2)
 * names, and something clinical. The same people every time.
 */
import { createHash } from 'node:crypto';
import { names } from './names.ts';

/** The kinds in the order of the rule; dates, addresses and names have several forms. */
export const kinds = [
  'name',
  'address',
  'date',
  'phone',
  'fax',
  'email',
  'ssn',
  'mrn',
  'plan',
  'account',
  'licence',
  'vehicle',
  'device',
  'url',
  'ip',
  'biometric',
  'photo',
  'code',
  'clinical',
] as const;
export type Kind = (typeof kinds)[number];

export interface Person {
  /** What reports call them: `made-7`. */
  readonly label: string;
  readonly given: string;
  readonly family: string;
  /** ISO 8601. */
  readonly birthDate: string;
  readonly sex: 'female' | 'male';
  readonly street: string;
  readonly city: string;
  readonly postcode: string;
  /** E.164. */
  readonly phone: string;
  readonly email: string;
  readonly mrn: string;
  readonly ssn: string;
  /** What else is known, one or more of each kind. */
  readonly more: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

/** Digits that depend on who and what for, and on nothing else. */
function digits(index: number, what: string, length: number): string {
  const hash = createHash('sha256').update(`${what}/${index}`).digest('hex');
  const text = BigInt(`0x${hash}`).toString();
  return text.slice(-length);
}

function letters(index: number, what: string, length: number): string {
  const signs = 'BCDFGHJKLMNPQRSTVWXZ';
  const bytes = createHash('sha256').update(`${what}:${index}`).digest();
  return [...bytes.subarray(0, length)].map((byte) => signs[byte % signs.length]).join('');
}

const ailments = [
  'left-sided quibbling arthrodynia since the harvest festival',
  'suspected tertiary marmoset fever, titre still outstanding',
  'post-operative humbleberry dehiscence, dressing changed twice',
  'recurrent nocturnal glimmering with aura of burnt cinnamon',
  'refractory brindlewort dependence, day eleven without a dose',
];

function person(index: number, given: string, family: string): Person {
  const code = letters(index, 'code', 6);
  const year = 1861 + (index % 39);
  const month = String(1 + (index % 12)).padStart(2, '0');
  const day = String(1 + ((index * 7) % 28)).padStart(2, '0');
  const area = 201 + index * 7;
  const clinical = ailments[index % ailments.length] ?? '';
  const serial = letters(index, 'serial', 5) + digits(index, 'serial', 7);
  return {
    label: `made-${index}`,
    given,
    family,
    birthDate: `${year}-${month}-${day}`,
    sex: index % 2 === 0 ? 'female' : 'male',
    street: `${digits(index, 'house', 4)} Wrenthwaite-${letters(index, 'street', 5)} Crescent`,
    city: `Nether ${letters(index, 'city', 7)}ham`,
    postcode: `${letters(index, 'post', 3)}${digits(index, 'post', 3)} ${letters(index, 'p2', 4)}`,
    phone: `+1${area}55501${String(index).padStart(2, '0')}`,
    email: `${code.toLowerCase()}.${index}@${letters(index, 'mail', 6).toLowerCase()}.example`,
    mrn: `MRN-${digits(index, 'mrn', 9)}`,
    ssn: `9${digits(index, 'ssn', 2)}-${digits(index, 'ssn2', 2)}-${digits(index, 'ssn3', 4)}`,
    more: {
      date: [`${year + 61}-${day}-${month}T0${index % 10}:17:43`],
      fax: [`+1${area}55509${String(index).padStart(2, '0')}`],
      plan: [`HPN${digits(index, 'plan', 11)}`],
      account: [digits(index, 'account', 12)],
      licence: [`DL-${letters(index, 'dl', 2)}-${digits(index, 'dl', 8)}`],
      vehicle: [`W${letters(index, 'vin', 7)}${digits(index, 'vin', 9)}`],
      device: [`SN-${serial}`],
      url: [`${code.toLowerCase()}-${digits(index, 'url', 5)}.example/${letters(index, 'url', 8)}`],
      ip: [
        `fd${digits(index, 'ip', 2)}:${digits(index, 'ip1', 4)}:${digits(index, 'ip2', 4)}::5ca1`,
      ],
      biometric: [`${letters(index, 'print', 14)}:FPT`],
      photo: [`${code}_${digits(index, 'photo', 4)}_face.jpg`],
      code: [`${letters(index, 'band', 8)}/WRISTBAND`],
      clinical: [`(${code}) ${clinical} (${code})`],
    },
  };
}

/** All fifty. */
export const people: readonly Person[] = names.map(([given, family], index) =>
  person(index, given, family),
);

/** What is told in an emergency: fixed, written by us, never put together or generated. */

/** The numbers of a region. A clinic names its region in the settings of its program. */
export interface Region {
  readonly emergency: string;
  readonly crisis: string;
  readonly poison?: string;
}

export const regions = {
  us: { emergency: '911', crisis: '988', poison: '1-800-222-1222' },
  ca: { emergency: '911', crisis: '988', poison: '1-844-764-7669' },
  gb: { emergency: '999', crisis: '111, option 2, or Samaritans on 116 123', poison: '111' },
  ie: { emergency: '112 or 999', crisis: '116 123', poison: '01 809 2166' },
  au: { emergency: '000', crisis: '13 11 14', poison: '13 11 26' },
  nz: { emergency: '111', crisis: '1737', poison: '0800 764 766' },
  eu: { emergency: '112', crisis: '116 123' },
} as const satisfies Readonly<Record<string, Region>>;

export type RegionName = keyof typeof regions;

export type Telling = 'emergency' | 'crisis' | 'poison' | 'violence' | 'person-now' | 'person';

/** The text of a telling in a region. */
export function textFor(telling: Telling, { emergency, crisis, poison }: Region): string {
  switch (telling) {
    case 'emergency':
      return (
        `This could be an emergency. Call ${emergency} now, or go to the nearest emergency ` +
        'department. Do not wait for our answer. A member of our team has been told.'
      );
    case 'crisis':
      return (
        `You matter, and help is there now. If you or somebody else may be harmed, call ` +
        `${emergency}. To talk to somebody at any hour, call ${crisis}. A member of our team has ` +
        'been told and will get in touch with you.'
      );
    case 'poison':
      return (
        `This could be an emergency. If somebody has collapsed, is very sleepy or has trouble ` +
        `breathing, call ${emergency} now. Otherwise call ${poison ?? emergency} now, ` +
        'even if all seems well. Do not make anybody sick. A member of our team has been told.'
      );
    case 'violence':
      return (
        `If you are in danger now, call ${emergency}. If it is not safe to write here, you can ` +
        'delete these messages. A member of our team has been told and will be careful.'
      );
    case 'person-now':
      return (
        `A member of our team will read this within minutes. If it gets worse, or you are ` +
        `worried, call ${emergency}.`
      );
    case 'person':
      return 'A member of our team will read this and answer.';
  }
}

const tellings: Readonly<Record<string, Telling>> = {
  suicide: 'crisis',
  psychosis: 'crisis',
  overdose: 'poison',
  'wrong-medicine': 'poison',
  abuse: 'violence',
};

/** Which text an emergency of some kinds is told by: the first that has one of its own. */
export function tellingOf(kinds: readonly string[]): Telling {
  if (kinds.includes('suicide')) return 'crisis';
  return kinds.map((kind) => tellings[kind]).find((each) => each !== undefined) ?? 'emergency';
}

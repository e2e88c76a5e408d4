/**
 * How many segments a text message takes (3GPP TS 23.038, 6.1.2 and 6.2.1; TS 23.040, 9.2.3.24.1):
 * 160 septets of the GSM alphabet or 70 units of UCS-2, and 153 or 67 where it is more than one.
 */

export interface Segments {
  readonly alphabet: 'gsm-7' | 'ucs-2';
  /** At least 1. */
  readonly count: number;
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Behind the escape: two septets each. */
const extended = new Set('\f^{}\\[~]|€');

/** The segments of a text; a character is never split between two of them. */
export function countSegments(text: string): Segments {
  const characters = Array.from(text);
  const isGsm = characters.every((each) => basic.has(each) || extended.has(each));
  const sizes = characters.map((each) => (isGsm ? (extended.has(each) ? 2 : 1) : each.length));
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  const alphabet = isGsm ? 'gsm-7' : 'ucs-2';
  if (sizes.reduce((sum, size) => sum + size, 0) <= single) return { alphabet, count: 1 };
  let count = 1;
  let room = part;
  for (const size of sizes) {
    if (size > room) {
      count++;
      room = part;
    }
    room -= size;
  }
  return { alphabet, count };
}

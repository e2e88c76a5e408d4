/** How a value may be written down, so that it is the same value still. */
import { createHash } from 'node:crypto';

/** Bytes to look for, and what they are called in a report. */
export interface Written {
  readonly encoding: string;
  readonly bytes: Buffer;
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const point = (sign: string): number => sign.codePointAt(0) ?? 0;
const map = (text: string, write: (sign: string) => string): string =>
  Array.from(text, write).join('');
const plain = (sign: string): boolean => point(sign) < 0x80;

/** Letters that have no mark to take off. */
const plainer: Readonly<Record<string, string>> = {
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  þ: 'th',
  Þ: 'Th',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ß: 'ss',
  ı: 'i',
};

/** Without accents, joiners and soft hyphens. */
export function withoutMarks(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]/gu, '');
  return map(bare, (sign) => plainer[sign] ?? sign);
}

function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (sign) => {
    const from = sign <= 'Z' ? 65 : 97;
    return String.fromCodePoint(((point(sign) - from + 13) % 26) + from);
  });
}

/** A text with the forms it has as a text; bytes come later. */
const forms: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'as it is': (text) => [text],
  upper: (text) => [text.toUpperCase()],
  lower: (text) => [text.toLowerCase()],
  NFC: (text) => [text.normalize('NFC')],
  NFD: (text) => [text.normalize('NFD')],
  'without accents': (text) => [withoutMarks(text), withoutMarks(text).replaceAll(/\s+/g, '')],
  reversed: (text) => [
    Array.from(text).toReversed().join(''),
    Array.from(text.normalize('NFC')).toReversed().join(''),
  ],
  ROT13: (text) => [rot13(text), rot13(withoutMarks(text))],
  'split digits': (text) => split(text),
};

/** Digits by themselves, and in the groups that people write. */
function split(text: string): string[] {
  const digits = text.replaceAll(/\D/g, '');
  // In a text with more letters than that, the digits are not what it is known by.
  const others = text.replaceAll(/[\d\s()+./-]/g, '').length;
  if (digits.length < 9 || others > 4) return [];
  const sizes = [[2], [3], [4], [3, 2, 4], [3, 3, 4], [1, 3, 3, 4], [5, 5]];
  const groups = sizes.flatMap((size) =>
    [' ', '-', '.', '/'].map((between) => grouped(digits, size).join(between)),
  );
  const [a, b, c] = grouped(digits.slice(-10), [3, 3, 4]);
  return [digits, ...groups, `(${a}) ${b}-${c}`, `(${a})${b}-${c}`];
}

function grouped(digits: string, sizes: readonly number[]): string[] {
  const groups: string[] = [];
  for (let at = 0, turn = 0; at < digits.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    groups.push(digits.slice(at, at + size));
    at += size;
  }
  return groups;
}

const hexOf = (number: number, width: number): string => number.toString(16).padStart(width, '0');

/** UTF-16 code units, as JSON and JavaScript escape them. */
const units = (text: string, write: (unit: number, sign: string) => string): string =>
  Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at), text[at] ?? '')).join(
    '',
  );

const bytesOf = (text: string, write: (byte: number) => string): string =>
  Array.from(utf8(text), write).join('');

const quoted = (text: string): string =>
  bytesOf(text, (byte) =>
    byte >= 33 && byte <= 126 && byte !== 61
      ? String.fromCodePoint(byte)
      : byte === 32
        ? ' '
        : `=${hexOf(byte, 2).toUpperCase()}`,
  );

/** Base64 at the three places a value may have in what is encoded, without its unsure ends. */
function base64(bytes: Buffer): string[] {
  return [0, 1, 2].map((lead) => {
    const text = Buffer.concat([Buffer.alloc(lead), bytes]).toString('base64');
    const unsure = lead === 0 ? 0 : lead + 1;
    const whole = Math.floor(((lead + bytes.length) * 8) / 6);
    return text.slice(unsure, whole);
  });
}

const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** A text as bytes; an encoding that changes nothing of a text gives the bytes that are known. */
const writings: Readonly<Record<string, (text: string) => readonly Buffer[]>> = {
  'UTF-8': (text) => [utf8(text)],
  'UTF-16LE': (text) => [Buffer.from(text, 'utf16le')],
  'UTF-16BE': (text) => [utf16be(text)],
  'ISO-8859-1': (text) => (/^[\0-ÿ]*$/.test(text) ? [ascii(text)] : []),
  percent: (text) => [
    ascii(encodeURIComponent(text)),
    ascii(encodeURIComponent(text).replaceAll('%20', '+')),
    ascii(new URLSearchParams({ v: text.toWellFormed() }).toString().slice(2)),
    ascii(encodeURI(text)),
    ascii(bytesOf(text, (byte) => `%${hexOf(byte, 2)}`)),
    ascii(encodeURIComponent(encodeURIComponent(text))),
  ],
  'JSON escapes': (text) => [
    utf8(JSON.stringify(text).slice(1, -1)),
    ascii(units(text, (unit, sign) => (unit < 0x80 ? sign : `\\u${hexOf(unit, 4)}`))),
    ascii(units(text, (unit) => `\\u${hexOf(unit, 4)}`)),
    ascii(units(text, (unit, sign) => (unit < 0x80 ? sign : `\\\\u${hexOf(unit, 4)}`))),
  ],
  'byte escapes': (text) => [
    ascii(
      bytesOf(text, (byte) =>
        byte < 0x80 ? String.fromCodePoint(byte) : `\\${byte.toString(8).padStart(3, '0')}`,
      ),
    ),
    ascii(
      bytesOf(text, (byte) => (byte < 0x80 ? String.fromCodePoint(byte) : `\\x${hexOf(byte, 2)}`)),
    ),
  ],
  'HTML entities': (text) => [
    utf8(text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')),
    utf8(text.replaceAll('&', '&amp;').replaceAll("'", '&apos;')),
    ascii(map(text, (sign) => (plain(sign) ? sign : `&#${point(sign)};`))),
    ascii(map(text, (sign) => (plain(sign) ? sign : `&#x${hexOf(point(sign), 1)};`))),
    ascii(map(text, (sign) => `&#${point(sign)};`)),
    ascii(map(text, (sign) => `&#x${hexOf(point(sign), 1)};`)),
  ],
  'quoted-printable': (text) => [ascii(quoted(text)), ascii(quoted(text).replaceAll(' ', '_'))],
  hex: (text) => [
    ascii(utf8(text).toString('hex')),
    ascii(Buffer.from(text, 'utf16le').toString('hex')),
    ascii(bytesOf(text, (byte) => `${hexOf(byte, 2)} `).trimEnd()),
    ascii(bytesOf(text, (byte) => `${hexOf(byte, 2)}:`).slice(0, -1)),
  ],
  base64: (text) => base64(utf8(text)).map(ascii),
  base64url: (text) => base64(utf8(text)).map((each) => ascii(urlSafe(each))),
  'base64 of UTF-16': (text) => base64(Buffer.from(text, 'utf16le')).map(ascii),
};

/** Sixteen hex digits or bytes of a digest are enough to know it by, also when it was cut. */
function digests(text: string): Written[] {
  return ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(text).digest();
    const encoding = algorithm.toUpperCase();
    return [
      { encoding: `${encoding} in hex`, bytes: ascii(digest.toString('hex').slice(0, 16)) },
      { encoding: `${encoding} in base64`, bytes: ascii(digest.toString('base64').slice(0, 16)) },
      { encoding: `${encoding} as bytes`, bytes: digest.subarray(0, 16) },
    ];
  });
}

/** What people hash: the value as it is, and without what may differ. */
function hashed(value: string): readonly string[] {
  const trimmed = value.trim();
  const digits = value.replaceAll(/\D/g, '');
  return [
    trimmed,
    trimmed.toLowerCase(),
    trimmed.toUpperCase(),
    trimmed.normalize('NFC'),
    withoutMarks(trimmed).toLowerCase(),
    withoutMarks(trimmed)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, ''),
    ...(digits.length >= 9 ? [digits] : []),
  ];
}

/** Longer bytes are looked for by their beginning: a value that was cut is found as well. */
const longest = 128;
const least = 6;

/** Every way of writing a value, each once and by the name of the simplest. */
export function* written(value: string): Generator<Written> {
  const seen = new Set<string>();
  const fresh = (bytes: Buffer): boolean => {
    const key = bytes.subarray(0, longest).toString('latin1').toLowerCase();
    if (bytes.length < least || seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  for (const [form, transform] of Object.entries(forms)) {
    for (const text of transform(value)) {
      for (const [writing, encode] of Object.entries(writings)) {
        const encoding = writing === 'UTF-8' ? form : form === 'as it is' ? writing : undefined;
        for (const bytes of encode(text)) {
          if (writing.startsWith('base64') && bytes.length < leastBase64) continue;
          if (!fresh(bytes)) continue;
          yield { encoding: encoding ?? `${form}, ${writing}`, bytes: bytes.subarray(0, longest) };
        }
      }
    }
  }
  for (const text of new Set(hashed(value))) {
    for (const each of digests(text)) if (fresh(each.bytes)) yield each;
  }
}

/** Six signs of base64, whatever their case, could be any word. */
const leastBase64 = 8;

/** The names of the encodings of values as they are. */
export const encodings: readonly string[] = [
  ...Object.keys(forms),
  ...Object.keys(writings).filter((name) => name !== 'UTF-8'),
  ...['MD5', 'SHA1', 'SHA256'].flatMap((name) => [
    `${name} in hex`,
    `${name} in base64`,
    `${name} as bytes`,
  ]),
];

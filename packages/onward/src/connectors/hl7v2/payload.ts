/**
 * Bytes of a feed to the HL7 v2 messages in them: byte order marks, MLLP bytes and line ends aside.
 */
import { isUtf8 } from 'node:buffer';

/** The segments of a message, the MSH first; lines that are no segment are left out. */
export type Segments = readonly string[];

/** A message, or the part of one that is about one patient. */
export interface Part {
  readonly segments: Segments;
  /** From 1; more than 1 only where a message is about several patients. */
  readonly number: number;
}

const envelope = new Set(['FHS', 'BHS', 'BTS', 'FTS']);
const segment = /^[A-Z][A-Z0-9]{2}(?![A-Za-z0-9])/;
const header = /^MSH[^A-Za-z0-9\s]/;
// eslint-disable-next-line no-control-regex -- MLLP frames with control characters
const endBlock = /\u001c(?=[\r\n\u000b]|$)/g;

/**
 * Every message of a payload, in order; none when the bytes hold no MSH segment. A message about
 * several patients comes as one per patient, each with the segments that stand before the first.
 */
export function splitMessages(bytes: Uint8Array): readonly Part[] {
  const messages: string[][] = [];
  for (const raw of linesOf(decode(bytes, charsetOf(bytes)))) {
    const line = raw.replace(/^[\uFEFF\s]+/, '');
    if (header.test(line)) messages.push([line]);
    else if (segment.test(line) && !envelope.has(line.slice(0, 3))) messages.at(-1)?.push(line);
  }
  return messages.flatMap(splitPatients);
}

/**
 * Segments end with CR; senders write LF and CRLF too, and some leave their MLLP bytes in. Those
 * end a segment only where they frame a message: a stray one within a field begins nothing.
 */
function linesOf(text: string): readonly string[] {
  // A start block at the beginning of a line goes with the blanks there.
  return text.replaceAll(endBlock, '\r').split(/[\r\n]+/);
}

/** A PID that repeats the patient before it, as some senders do, begins nothing new. */
function splitPatients(message: Segments): readonly Part[] {
  const separator = message[0]?.[3] ?? '|';
  const groups: string[][] = [];
  const before: string[] = [];
  let patient: string | undefined;
  for (const line of message) {
    const fields = line.startsWith('PID') ? line.split(separator) : undefined;
    const ids = fields && `${fields[2] ?? ''}${separator}${fields[3] ?? ''}`;
    if (ids !== undefined && ids !== patient) {
      groups.push([...before, line]);
      patient = ids;
    } else {
      (groups.at(-1) ?? before).push(line);
    }
  }
  const parts = groups.length === 0 ? [before] : groups;
  return parts.map((segments, index) => ({ segments, number: index + 1 }));
}

/** How the bytes of a payload stand for characters; a number is a part of ISO 8859. */
type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | number;

/**
 * By MSH-18 (HL7 table 0211). Whatever is not one of the ISO 8859 sets is read as UTF-8, and as
 * Latin-1 when it is not UTF-8: ids and times, all that is read further, look the same in both.
 */
function charsetOf(bytes: Uint8Array): Charset {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = latinOf(bytes).toString('latin1', 0, 4096);
  const part = /8859[/-](\d{1,2})/.exec(characterSet(start))?.[1];
  if (part === undefined) return isUtf8(bytes) ? 'utf-8' : 'latin1';
  const number = Number(part);
  return number >= 2 && number <= 16 && number !== 12 ? number : 'latin1';
}

function decode(bytes: Uint8Array, charset: Charset): string {
  if (charset === 'latin1') return latinOf(bytes).toString('latin1');
  const label = typeof charset === 'number' ? `iso-8859-${charset}` : charset;
  return new TextDecoder(label).decode(bytes);
}

/**
 * Text of a payload as the bytes its sender used for it; UTF-8 where that was UTF-16, whose bytes
 * may be those of a frame. A character that the set does not have becomes a question mark.
 */
export function encodeAs(payload: Uint8Array, text: string): Uint8Array {
  const charset = charsetOf(payload);
  if (charset !== 'latin1' && typeof charset !== 'number') return new TextEncoder().encode(text);
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const known = new Map(Array.from(decode(all, charset), (character, byte) => [character, byte]));
  known.delete('\uFFFD');
  return Uint8Array.from(Array.from(text), (character) => known.get(character) ?? 0x3f);
}

function latinOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** MSH-18 of the first header, in a text where each byte is one character. */
function characterSet(start: string): string {
  const at = start.indexOf('MSH');
  if (at < 0) return '';
  const line = start.slice(at).split(/[\r\n]/)[0] ?? '';
  // MSH-1 is the separator itself, so that MSH-18 is the 18th part.
  return line.split(line[3] ?? '|')[17] ?? '';
}

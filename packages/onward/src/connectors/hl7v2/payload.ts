/**
 * Bytes of a feed to the HL7 v2 messages in them: byte order marks, MLLP bytes and line ends aside.
 */

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

/**
 * Every message of a payload, in order; none when the bytes hold no MSH segment. A message about
 * several patients comes as one per patient, each with the segments that stand before the first.
 */
export function splitMessages(bytes: Uint8Array): readonly Part[] {
  const messages: string[][] = [];
  for (const raw of linesOf(decode(bytes))) {
    const line = raw.replace(/^[\uFEFF\s]+/, '');
    if (header.test(line)) messages.push([line]);
    else if (segment.test(line) && !envelope.has(line.slice(0, 3))) messages.at(-1)?.push(line);
  }
  return messages.flatMap(splitPatients);
}

/** Segments end with CR; senders write LF and CRLF too, and some leave their MLLP bytes in. */
function linesOf(text: string): readonly string[] {
  return text
    .replaceAll('\u000b', '\r')
    .replaceAll('\u001c', '\r')
    .split(/[\r\n]+/);
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

/**
 * Text by MSH-18 (HL7 table 0211). Whatever is not one of the ISO 8859 sets is read as UTF-8, and
 * as Latin-1 when it is not UTF-8: ids and times, all that is read further, look the same in both.
 */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const part = /8859[/-](\d{1,2})/.exec(characterSet(latin.toString('latin1', 0, 4096)))?.[1];
  if (part !== undefined && Number(part) >= 2 && Number(part) <= 16 && Number(part) !== 12) {
    return new TextDecoder(`iso-8859-${Number(part)}`).decode(bytes);
  }
  if (part === undefined) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      // Not UTF-8: an older sender that does not name its set.
    }
  }
  return latin.toString('latin1');
}

/** MSH-18 of the first header, in a text where each byte is one character. */
function characterSet(start: string): string {
  const at = start.indexOf('MSH');
  if (at < 0) return '';
  const line = start.slice(at).split(/[\r\n]/)[0] ?? '';
  // MSH-1 is the separator itself, so that MSH-18 is the 18th part.
  return line.split(line[3] ?? '|')[17] ?? '';
}

/** Bytes of a feed to the HL7 v2 messages in them: byte order marks, MLLP bytes and line ends aside. */

/** A message as its segments, the MSH first; lines that are no segment are left out. */
export type Segments = readonly string[];

const envelope = new Set(['FHS', 'BHS', 'BTS', 'FTS']);
const segment = /^[A-Z][A-Z0-9]{2}(?![A-Za-z0-9])/;
const header = /^MSH[^A-Za-z0-9\s]/;

/** Every message of a payload, in order; none when the bytes hold no MSH segment. */
export function splitMessages(bytes: Uint8Array): readonly Segments[] {
  const messages: string[][] = [];
  for (const raw of decode(bytes).split(/[\r\n\u000b\u001c]+/)) {
    const line = raw.replace(/^[\uFEFF\s]+/, '');
    if (header.test(line)) messages.push([line]);
    else if (segment.test(line) && !envelope.has(line.slice(0, 3))) messages.at(-1)?.push(line);
  }
  return messages;
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

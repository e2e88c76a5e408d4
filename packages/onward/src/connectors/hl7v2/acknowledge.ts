/** Acknowledgements (HL7 v2.8, 2.9.2): what the line answers, in the sender's own separators. */
import type { RawDelivery, Verdict } from '../../core/index.ts';
import { contentDigest } from '../event-id.ts';
import { Message, separatorsOf, usual } from './message.ts';
import { encodeAs, splitMessages } from './payload.ts';
import { writeTime } from './time.ts';

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const control = /[\u0000-\u001f\u007f]/g;
const longestControlId = 199;
/** ERR-3, HL7 table 0357. */
const internalError = ['207', 'Application internal error', 'HL70357'];

/**
 * The ACK for the first message of a delivery. AA: taken, or not an event of ours and nothing to
 * repeat. AE: refused for its content. AR: not taken now, send it again. Of the sender's message it
 * repeats the control id, in its own character set, and the names of sender and trigger where they
 * are plain words and a trigger. Nothing in it can end a segment or the frame but what ends them.
 */
export function acknowledge(delivery: RawDelivery, verdict: Verdict): Uint8Array {
  const segments = splitMessages(delivery.body)[0]?.segments ?? ['MSH|^~\\&'];
  const found = separatorsOf(segments[0] ?? '');
  const separators = found ?? usual;
  const message = found === undefined ? undefined : new Message(segments.slice(0, 1), found);
  const header = message?.first('MSH');
  const at = (field: number, component = 1): string => {
    const text = message?.text(header, field, component) ?? '';
    return /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/.test(text) ? text : '';
  };
  // As it was sent, escapes included: the sender compares it byte by byte.
  const sent = header?.getField(10)?.toString().replaceAll(control, '') ?? '';
  const id = Array.from(sent).slice(0, longestControlId).join('');
  const { field, component, repetition, escape, subcomponent } = separators;
  // A name in its place would not be one.
  const trigger = /^[A-Z][A-Z0-9]{2}$/.test(at(9, 2)) ? at(9, 2) : '';
  const type = ['ACK', trigger, 'ACK'].filter((part) => part !== '').join(component);
  // Only its sender sees it, who has the header already.
  const own = contentDigest(`${delivery.receivedAt} ${segments[0] ?? ''}`).slice(0, 20);
  const acknowledged = answer(verdict);
  const lines = [
    [
      `MSH${field}${component}${repetition}${escape}${subcomponent}`,
      'ONWARD',
      '',
      at(3),
      at(4),
      writeTime(delivery.receivedAt),
      '',
      type,
      own,
      at(11) || 'P',
      at(12) || '2.5.1',
    ],
    // Taken note of and not wanted: MSA-3 says why, where an ERR would raise an alarm.
    ['MSA', acknowledged, id, ...(isUnwanted(verdict) ? [verdict.code] : [])],
  ];
  if (verdict.kind !== 'accepted' && !isUnwanted(verdict)) {
    lines.push(['ERR', '', '', internalError.join(component), 'E', verdict.code]);
  }
  return encodeAs(delivery.body, lines.map((line) => `${line.join(field)}\r`).join(''));
}

function answer(verdict: Verdict): 'AA' | 'AE' | 'AR' {
  if (verdict.kind === 'accepted') return 'AA';
  if (verdict.kind === 'retry') return 'AR';
  // An error would stop the sender's queue over a message that nobody here waits for.
  return isUnwanted(verdict) ? 'AA' : 'AE';
}

function isUnwanted(verdict: Verdict): verdict is Extract<Verdict, { readonly kind: 'refused' }> {
  return verdict.kind === 'refused' && verdict.code.endsWith('EVENT-UNUSED');
}

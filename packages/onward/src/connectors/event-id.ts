/** A provider's event id as a refusal may show it; the gate hashes whatever is not well formed. */
import { createHash } from 'node:crypto';

const wellFormed = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The id when it may be kept and shown: short, and of letters, digits and `. _ : -` only. */
export function shownId(id: string | undefined): string | undefined {
  return id !== undefined && wellFormed.test(id) ? id : undefined;
}

/** An id for a message that has none: the same message, sent again, gets the same one. */
export function contentId(content: string): string {
  return `h-${digest(content).slice(0, 32)}`;
}

/**
 * An id for a message whose sender's own ids come again for other messages, as control ids of HL7
 * do when a counter restarts: the same id with the same content is the same message.
 */
export function idWithContent(id: string, content: string): string {
  return `${id}-${digest(content).slice(0, 8)}`;
}

function digest(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

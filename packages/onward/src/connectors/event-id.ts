/** A provider's event id as a refusal may show it, and what it covers where it says too little. */
import { hash } from 'node:crypto';

const wellFormed = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The id when it may be kept and shown: short, and of letters, digits and `. _ : -` only. */
export function shownId(id: string | undefined): string | undefined {
  return id !== undefined && wellFormed.test(id) ? id : undefined;
}

/**
 * Stands for a message on the way to the gate, so that its text stays behind. It has no key, and so
 * must not be kept: contents could be tried against it. The gate keeps a keyed hash of it.
 */
export function contentDigest(content: string): string {
  return hash('sha256', content, 'hex');
}

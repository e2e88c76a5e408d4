/** Telephone numbers and mail addresses in the one form that hashes and providers agree on. */

/** A number in E.164 (ITU-T): `+`, country, subscriber; punctuation and channel prefix dropped. */
export function readPhone(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > 64) return undefined;
  const bare = raw.trim().replace(/^(?:sms|tel|rcs|whatsapp):/i, '');
  const plain = bare.replaceAll(/[\s().\-\u2010-\u2015\u00a0]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : undefined;
}

/**
 * A mail address in lower case: `local@domain` of RFC 5321 without quoted local parts, comments and
 * address literals, so that nothing in it could be read as another address or another header.
 */
export function readMail(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > 254) return undefined;
  const plain = raw.trim().toLowerCase();
  return mail.test(plain) ? plain : undefined;
}

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const mail = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);

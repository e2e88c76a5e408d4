/** Twenty ways in which a person could leak into what is kept, shown or sent. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Person } from './people.ts';

/** A row that is written into a table with one column of the type. */
export interface RowPlant {
  readonly kind: 'row';
  readonly type: 'text' | 'jsonb' | 'bytea' | 'text[]';
  value(person: Person): string | Buffer | string[];
}

/** Bytes that stand where others of the kind do. */
export interface BytesPlant {
  readonly kind: 'log' | 'answer' | 'metrics' | 'outbound' | 'stream' | 'name of a file';
  bytes(person: Person): Buffer;
}

const full = ({ given, family }: Person): string => `${given} ${family}`;
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const line = (more: object): Buffer => Buffer.from(`${JSON.stringify({ level: 30, ...more })}\n`);

/** By what they are. */
export const plants: Readonly<Record<string, RowPlant | BytesPlant>> = {
  'a name in a row': { kind: 'row', type: 'text', value: full },
  'a note in a row': { kind: 'row', type: 'text', value: (p) => `see ${p.more.clinical?.[0]}` },
  'base64 in a JSON column': {
    kind: 'row',
    type: 'jsonb',
    value: (p) => JSON.stringify({ data: Buffer.from(`{"who":"${full(p)}"}`).toString('base64') }),
  },
  'a member of JSON': { kind: 'row', type: 'jsonb', value: (p) => JSON.stringify({ [p.ssn]: 1 }) },
  'bytes in a row': { kind: 'row', type: 'bytea', value: (p) => Buffer.from(p.phone, 'utf16le') },
  'gzip in a row': { kind: 'row', type: 'bytea', value: (p) => gzipSync(`to: ${p.email}\n`) },
  'a list in a row': { kind: 'row', type: 'text[]', value: (p) => ['a', p.street] },
  'a digest in a row': { kind: 'row', type: 'text', value: (p) => sha(p.email) },
  'an error that quotes': {
    kind: 'log',
    bytes: (p) => line({ err: `Key (email)=(${p.email}) already exists.` }),
  },
  'an address in the log': {
    kind: 'log',
    bytes: (p) => line({ url: `/v1/people/${encodeURIComponent(full(p))}` }),
  },
  'a log with escapes': {
    kind: 'log',
    bytes: (p) =>
      Buffer.from(
        JSON.stringify(full(p)).replaceAll(/[^\x20-\x7e]/g, (sign) => {
          return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
        }),
      ),
  },
  'a rotated log': {
    kind: 'log',
    bytes: (p) => gzipSync(Buffer.concat([Buffer.alloc(5_000, 0x2e), line({ mrn: p.mrn })])),
  },
  'the answer to a refusal': {
    kind: 'answer',
    bytes: (p) => line({ error: { code: 'ONW-EVENT-DATA', message: `No such plan: ${p.ssn}` } }),
  },
  'a page of HTML': {
    kind: 'answer',
    bytes: (p) =>
      Buffer.from(
        `<td>${Array.from(full(p), (sign) => `&#${sign.codePointAt(0)};`).join('')}</td>`,
      ),
  },
  'a label of a metric': {
    kind: 'metrics',
    bytes: (p) => Buffer.from(`onward_deliveries_total{patient="${p.mrn}"} 1\n`),
  },
  'a header of a request': {
    kind: 'outbound',
    bytes: (p) =>
      Buffer.from(`GET / HTTP/1.1\r\nx-p: ${Buffer.from(p.ssn).toString('base64')}\r\n`),
  },
  'a form that is sent': {
    kind: 'outbound',
    bytes: (p) =>
      Buffer.from(`POST / HTTP/1.1\r\n\r\n${new URLSearchParams({ who: full(p) }).toString()}`),
  },
  'a change in the stream': {
    kind: 'stream',
    bytes: (p) =>
      Buffer.from(`id: 7\ndata: {"by":"${p.phone.replace(/^\+1(...)(...)/, '($1) $2-')}"}\n\n`),
  },
  'a mail in quoted-printable': {
    kind: 'outbound',
    bytes: (p) =>
      Buffer.from(
        [...Buffer.from(full(p))]
          .map((byte) =>
            byte < 127 && byte !== 61
              ? String.fromCharCode(byte)
              : `=${byte.toString(16).toUpperCase()}`,
          )
          .join(''),
      ),
  },
  'the name of a file': {
    kind: 'name of a file',
    bytes: (p) => Buffer.from(`${p.more.photo?.[0]}`.toLowerCase()),
  },
};

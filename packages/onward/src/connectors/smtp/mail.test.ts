import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';

import { composeMail, readMailbox } from './mail.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const headers = [
  'auto-submitted',
  'content-transfer-encoding',
  'content-type',
  'date',
  'from',
  'message-id',
  'content-language',
  'mime-version',
  'reply-to',
  'subject',
  'to',
];

test('whatever a text holds, the headers are those of a mail and go to one address', async () => {
  const breaks = fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\u2028',
    '\0',
    'Bcc: eve@example.com',
    '<',
    '"',
  );
  const hostile = fc
    .array(fc.oneof(breaks, fc.string({ unit: 'grapheme' })))
    .map((each) => each.join(''));
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (...[subject, text, name]) => {
      const from = readMailbox(`${name}<desk@clinic.example>`) ?? {
        name: '',
        address: 'desk@clinic.example',
      };
      const bytes = await composeMail({
        from,
        replyTo: from,
        to: 'ada@example.com',
        message: { subject, text, html: text, language: 'en' },
        token: 'jrn_2a.3.0.0123456789abcdef',
        now,
      });
      const read = await PostalMime.parse(bytes);
      const keys = new Set(read.headers.map(({ key }) => key));
      expect(headers).toEqual(expect.arrayContaining([...keys]));
      expect(read.to).toEqual([{ name: '', address: 'ada@example.com' }]);
      expect(read.from?.address).toBe('desk@clinic.example');
      expect(read.messageId).toBe('<jrn_2a.3.0.0123456789abcdef@clinic.example>');
    }),
  );
});

test.each([
  ['desk@clinic.example', { name: '', address: 'desk@clinic.example' }],
  ['Rook Clinic <Desk@Clinic.example>', { name: 'Rook Clinic', address: 'desk@clinic.example' }],
  [
    '"Rook, Clinic" <desk@clinic.example>',
    { name: 'Rook, Clinic', address: 'desk@clinic.example' },
  ],
  ['<desk@clinic.example>, <eve@example.com>', undefined],
  ['desk@clinic.example eve@example.com', undefined],
  ['Rook Clinic', undefined],
  ['', undefined],
  [undefined, undefined],
])('the mailbox %s', (raw, mailbox) => expect(readMailbox(raw)).toEqual(mailbox));

import PostalMime from 'postal-mime';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';

import { reply } from '../connectors/smtp/server.fixture.ts';
import { countSegments } from '../connectors/templates/segments.ts';
import { deliver, status, text } from '../connectors/twilio/twilio.fixture.ts';
import type { Facts } from '../core/index.ts';
import { now } from './intake.fixture.ts';
import { mailSecret, messaging, notification, publicUrl } from './messages.fixture.ts';
import type { Messaging } from './messages.fixture.ts';

let here: Messaging | undefined;
afterEach(async () => {
  await here?.close();
  here = undefined;
});

const key = 'jrn_2a.12.0';
const start = Date.parse('2026-11-05T16:00:00Z');
const spanish = {
  start,
  'recipient-language': 'es',
  'recipient-zone': 'America/Los_Angeles',
} as const;

async function write(at: Messaging, template: string, args: Facts = spanish) {
  const [system, channel] = template === 'soon' ? ['sms', 'sms'] : ['mail', 'email'];
  const errand = { system, channel, key, journey: 'jrn_2a', refs: at.refs, attempt: 1 };
  return at.dispatch.sendMessage({ ...errand, template, args: { ...args } });
}

/** What a person's browser, or their mail program, does with an address of ours. */
async function browse(at: Messaging, link: string, init: RequestInit = {}) {
  const { pathname, search } = new URL(link);
  const response = await fetch(`${at.door}${pathname}${search}`, init);
  return { status: response.status, html: await response.text() };
}

const form = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
});

describe('a mail', () => {
  test('is in the language and the hours of who reads it', async () => {
    here = await messaging();
    expect(await write(here, 'news')).toEqual({ kind: 'done', data: {} });
    const read = await PostalMime.parse(here.mails.taken[0]?.text ?? '');
    expect(read.subject).toBe('Su visita en Rook & Hija');
    expect(read.text).toBe('jueves, 5 de noviembre, 8:00\n');
    expect(read.html).toContain('Rook &amp; Hija: jueves, 5 de noviembre, 8:00');
    expect(read.html).toContain('<html lang="es"');
    expect(read.headers.find((each) => each.key === 'content-language')?.value).toBe('es');
  });

  test('is left with one click, once a day, and by nobody who merely looks', async () => {
    here = await messaging();
    await write(here, 'news');
    const read = await PostalMime.parse(here.mails.taken[0]?.text ?? '');
    const header = (name: string) => read.headers.find((each) => each.key === name)?.value ?? '';
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const ways = /^<(https:[^>]+)>, <mailto:leave@clinic\.example>$/u;
    const link = ways.exec(header('list-unsubscribe'))?.[1] ?? '';
    expect(link.startsWith(`${publicUrl}/in/mail?reply=u-`)).toBe(true);
    // A scanner opens it, and a browser that looks ahead.
    expect((await browse(here, link)).status).toBe(200);
    expect((await browse(here, link, { method: 'HEAD' })).status).toBe(200);
    expect(here.events).toEqual([]);
    await browse(here, link, form('List-Unsubscribe=One-Click'));
    await browse(here, link, form('List-Unsubscribe=One-Click'));
    const [first, second] = here.events;
    expect(first).toMatchObject({ type: 'mail.message.unsubscribed', answers: key, refs: [] });
    expect(second).toEqual(first);
    expect(here.program.systems['mail']?.events['message.unsubscribed']?.consent).toEqual({
      grants: false,
      channel: 'email',
    });
    // What people may not leave has no such header.
    await write(here, 'hello', {});
    expect(here.mails.taken[1]?.text).not.toMatch(/List-Unsubscribe/u);
  });

  test('is answered by its button', async () => {
    here = await messaging();
    await write(here, 'news');
    const { html = '' } = await PostalMime.parse(here.mails.taken[0]?.text ?? '');
    const link = /href="(https:[^"]+reply=c-[^"]+)"/u.exec(html)?.[1] ?? '';
    const page = await browse(here, link, { headers: { 'accept-language': 'es-MX,es;q=0.9' } });
    expect(page).toMatchObject({ status: 200 });
    expect(page.html).toContain('Sí, confirmar');
    expect(page.html).not.toMatch(/Rook|Eleanor|visita|jrn_/u);
    expect(await browse(here, link, form('pressed=yes'))).toMatchObject({ status: 200 });
    expect(here.events).toMatchObject([{ type: 'mail.reply.confirm', answers: key }]);
    const forged = await browse(here, link.replace('c-', 'x-'), form('pressed=yes'));
    expect(forged.status).toBe(404);
    // A link of one system is none of another.
    const elsewhere = link.replace('/in/mail', '/in/sms');
    expect((await browse(here, elsewhere, form('pressed=yes'))).status).toBe(404);
    expect(here.events).toHaveLength(1);
  });

  test('that a server takes its time for', async () => {
    here = await messaging({
      onRcptTo(_address, _session, done) {
        setTimeout(() => done(), 700);
      },
    });
    expect(await write(here, 'hello', {})).toEqual({ kind: 'done', data: {} });
    expect(here.mails.taken).toHaveLength(1);
  });

  test('that a server refuses, or takes later', async () => {
    const replies = [550, 452];
    here = await messaging({
      onRcptTo(_address, _session, done) {
        const code = replies.shift();
        done(code === undefined ? undefined : reply(code));
      },
    });
    expect(await write(here, 'hello', {})).toMatchObject({ kind: 'rejected' });
    expect(await write(here, 'hello', {})).toEqual({ kind: 'retry', code: 'ONW-OUT-BUSY' });
    expect(here.mails.taken).toEqual([]);
    expect(await write(here, 'hello', {})).toEqual({ kind: 'done', data: {} });
    const read = await PostalMime.parse(here.mails.taken[0]?.text ?? '');
    expect(read.messageId).toContain(key);
  });

  test('of which is told late, twice, and in any order', async () => {
    here = await messaging();
    await write(here, 'hello', {});
    const id = here.mails.taken[0]?.envelopeId ?? '';
    const tell = async (action: string, code: string, name = action) => {
      const body = notification(id, action, code);
      const signature = new Webhook(mailSecret).sign(`dsn_${name}`, new Date(now), body);
      const headers = {
        'webhook-id': `dsn_${name}`,
        'webhook-timestamp': String(now / 1000),
        'webhook-signature': signature,
      };
      await fetch(`${here?.door ?? ''}/in/mail`, { method: 'POST', headers, body });
    };
    await tell('delivered', '2.0.0');
    await tell('delayed', '4.4.1');
    await tell('delayed', '4.4.1');
    await tell('failed', '5.2.2');
    expect(here.events).toMatchObject([
      { type: 'mail.message.delivered', answers: key },
      { type: 'mail.message.delayed', answers: key, data: { reason: 'network' } },
      { type: 'mail.message.delayed' },
      { type: 'mail.message.failed', data: { reason: 'mailbox-full' } },
    ]);
    const [, first, again] = here.events;
    expect(again).toEqual(first);
    expect(JSON.stringify(here.events)).not.toMatch(/eleanor/iu);
  });
});

describe('a text message', () => {
  test('is in one segment, in the language and the hours of who reads it', async () => {
    here = await messaging();
    expect(await write(here, 'soon', { ...spanish, forms: 2 })).toMatchObject({ kind: 'done' });
    const body = here.world.kept[0]?.body ?? '';
    expect(body).toMatch(/^Faltan 2 formularios\. jueves, 5 de noviembre, 8:00: https:/u);
    expect(countSegments(body)).toEqual({ alphabet: 'gsm-7', count: 1 });
  });

  test('is answered by its link', async () => {
    here = await messaging();
    await write(here, 'soon', { start, 'recipient-zone': 'Not/AZone' });
    const link = /https:\S+$/u.exec(here.world.kept[0]?.body ?? '')?.[0] ?? '';
    expect((await browse(here, link)).status).toBe(200);
    expect((await browse(here, link, form(''))).status).toBe(404);
    expect(here.events).toEqual([]);
    await browse(here, link, form('pressed=yes'));
    expect(here.events).toMatchObject([{ type: 'sms.reply.move', answers: key, refs: [] }]);
  });

  test('STOP, in whatever words, is a word on consent', async () => {
    here = await messaging();
    const said = async (body: string) => {
      const delivery = deliver(text(body), { url: `${publicUrl}/in/sms` });
      const taken = (await here?.intake.receive('sms', delivery)) ?? [];
      return taken.map((each) => (each.kind === 'event' ? each.event : each));
    };
    expect(await said('STOP')).toMatchObject([
      { type: 'sms.reply.stop', data: { answered: true } },
    ]);
    const [free] = await said('Please take me off your list, Eleanor');
    expect(free).toMatchObject({ type: 'sms.reply.stop', data: { answered: false } });
    expect(JSON.stringify(free)).not.toMatch(/Eleanor|list|5550100199/u);
    expect(await said('when should I stop eating?')).toMatchObject([
      { type: 'sms.reply.question' },
    ]);
    expect(here.program.systems['sms']?.events['reply.stop']?.consent).toEqual({
      grants: false,
      channel: 'sms',
    });
  });

  test('receipts come twice and in any order, each as one event', async () => {
    here = await messaging();
    const query = `onward=${key}`;
    const url = `${publicUrl}/in/sms?${query}`;
    const told = ['delivered', 'sent', 'delivered', 'failed'];
    const events = [];
    for (const each of told) {
      const delivery = { ...deliver(status(each), { url }), query };
      for (const one of await here.intake.receive('sms', delivery)) {
        if (one.kind === 'event') events.push(one.event);
      }
    }
    expect(events.map(({ type }) => type)).toEqual(told.map((each) => `sms.message.${each}`));
    expect(events.every(({ answers }) => answers === key)).toBe(true);
    expect(events[2]).toEqual(events[0]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });
});

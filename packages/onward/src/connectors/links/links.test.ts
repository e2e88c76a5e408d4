import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Marker, RawDelivery, SystemSetup } from '../../core/index.ts';
import { createHmac } from 'node:crypto';
import { linkPage, linksOf, readPressed } from './links.ts';
import type { LinkAction } from '../templates/link-action.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const day = 86_400_000;
const key = 'jrn_2a.3.0';
const publicUrl = 'https://edge.clinic.example/in/mail';

/** As the edge makes it, with a key of the test's own. */
const marker = (by: string): Marker => {
  const mark = (text: string): string =>
    createHmac('sha256', by).update(text).digest().subarray(0, 16).toString('base64url');
  return { mark, isMarked: (text, given) => mark(text) === given };
};
const setupBy = (by = 'k'): SystemSetup => ({
  name: 'mail',
  system: { connector: 'smtp', owner: 'd', events: {}, commands: {}, lookUps: {}, settings: {} },
  codes: {},
  secret: () => undefined,
  marker: marker(by),
});
const setup = setupBy();
const linkTo = linksOf({ key, now, forMs: 30 * day, publicUrl }, setup);
const queryOf = (action: LinkAction): string => new URL(linkTo(action) ?? '').search.slice(1);

const press = (query: string, body = 'pressed=yes', receivedAt = now): RawDelivery => {
  return { body: new TextEncoder().encode(body), headers: {}, query, receivedAt };
};
const codeOf = (delivery: RawDelivery, at = setup): unknown => {
  const [first] = readPressed(delivery, at) ?? [];
  return first?.kind === 'event' ? first.event.event : first?.kind === 'refused' && first.code;
};

describe('a link', () => {
  test.each<readonly [LinkAction, string]>([
    ['confirm', 'reply.confirm'],
    ['cancel', 'reply.cancel'],
    ['move', 'reply.move'],
    ['unsubscribe', 'message.unsubscribed'],
  ])('%s, pressed, answers the message', (action, event) => {
    const [first] = readPressed(press(queryOf(action)), setup) ?? [];
    expect(first).toMatchObject({
      kind: 'event',
      event: { event, refs: {}, data: {}, answers: key },
    });
    // A second press is the same event.
    expect(readPressed(press(queryOf(action), 'pressed=yes', now + 60_000), setup)) //
      .toEqual([first]);
  });

  test('is short, and holds nothing but the key of the message', () => {
    const link = linkTo('confirm') ?? '';
    expect(link).toMatch(/\?reply=c-[0-9a-z]+-jrn_2a\.3\.0-[\w-]{22}$/u);
    expect(link.length - publicUrl.length).toBeLessThan(60);
    const afterRestore = linksOf({ key: 'jrn_2a.3.0.e2', now, forMs: day, publicUrl }, setup);
    const query = new URL(afterRestore('move') ?? '').search.slice(1);
    expect(readPressed(press(query), setup)).toMatchObject([
      { event: { answers: 'jrn_2a.3.0.e2' } },
    ]);
  });

  test('that is opened and not pressed says nothing', () => {
    for (const body of ['', 'x=1', 'pressed=no', 'pressed']) {
      expect(codeOf(press(queryOf('cancel'), body))).toBe('ONW-LINK-UNPRESSED');
    }
    expect(readPressed(press('a=b'), setup)).toBeUndefined();
    expect(codeOf(press(`${queryOf('move')}&utm_source=x`))).toBe('reply.move');
    expect(readPressed({ ...press(''), query: undefined } as never, setup)).toBeUndefined();
  });

  test('answers for as long as it may', () => {
    const query = queryOf('confirm');
    expect(codeOf(press(query, 'pressed=yes', now + 30 * day - 1))).toBe('reply.confirm');
    expect(codeOf(press(query, 'pressed=yes', now + 30 * day + 3_600_000))).toBe(
      'ONW-LINK-EXPIRED',
    );
    // The way out stays open for longer.
    const out = queryOf('unsubscribe');
    expect(codeOf(press(out, 'pressed=yes', now + 59 * day))).toBe('message.unsubscribed');
    expect(codeOf(press(out, 'pressed=yes', now + 61 * day))).toBe('ONW-LINK-EXPIRED');
  });

  test('of another installation, another system or another wording is none', () => {
    const query = queryOf('confirm');
    expect(codeOf(press(query), setupBy('other'))).toBe('ONW-LINK-INVALID');
    expect(codeOf(press(query.replace('reply=c-', 'reply=x-')))).toBe('ONW-LINK-INVALID');
    expect(codeOf(press(query.replace('2a.3.0', '2a.3.1')))).toBe('ONW-LINK-INVALID');
    expect(codeOf(press(query.replace(/c-\w+-/u, 'c-zzzzz-')))).toBe('ONW-LINK-INVALID');
    const { marker: _left, ...without } = setup;
    expect(codeOf(press(query), without)).toBe('ONW-LINK-INVALID');
    fc.assert(
      fc.property(
        fc.nat(query.length - 1),
        fc.constantFrom('a', '-', '0', '.', '%'),
        (at, sign) => {
          const changed = query.slice(0, at) + sign + query.slice(at + 1);
          fc.pre(changed !== query);
          // The last letter of a mark has bits that no byte needs.
          fc.pre(at < query.length - 1);
          const code = codeOf(press(changed));
          expect([false, 'ONW-LINK-INVALID']).toContain(code ?? false);
        },
      ),
    );
  });
});

describe('one click of a mail program (RFC 8058)', () => {
  test.each([
    'List-Unsubscribe=One-Click',
    'x=1&List-Unsubscribe=One-Click',
    '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
  ])('%#', (body) => {
    expect(codeOf(press(queryOf('unsubscribe'), body))).toBe('message.unsubscribed');
    expect(codeOf(press(queryOf('confirm'), body))).toBe('ONW-LINK-UNPRESSED');
  });

  test('on another day it is another word', () => {
    const at = (receivedAt: number) => {
      const body = 'List-Unsubscribe=One-Click';
      const [first] = readPressed(press(queryOf('unsubscribe'), body, receivedAt), setup) ?? [];
      return first?.kind === 'event' ? first.event.id : '';
    };
    expect(at(now)).toBe(at(now + 60_000));
    expect(at(now)).not.toBe(at(now + day));
  });
});

describe('the page', () => {
  const page = (query: string, more: object = {}) =>
    linkPage({ query, receivedAt: now, ...more }, setup);

  test('asks, with one button and a form to where it came from', () => {
    const shown = page(queryOf('cancel'));
    expect(shown).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(shown?.html).toContain('<html lang="en">');
    expect(shown?.html.match(/<button/gu)).toHaveLength(1);
    expect(shown?.html).toContain('<form method="post"><button name="pressed" value="yes">');
    // Nothing of the message, and nothing to load.
    expect(shown?.html).not.toMatch(/jrn_|src=|href=|<script/u);
    expect(shown?.headers['content-security-policy']).toContain("default-src 'none'");
    expect(shown?.headers['referrer-policy']).toBe('no-referrer');
  });

  test('in the language of the browser', () => {
    expect(page(queryOf('confirm'), { languages: 'fr-CH, es-MX;q=0.9, en;q=0.8' })?.html) //
      .toContain('<html lang="es">');
    expect(page(queryOf('confirm'), { languages: 'toString,__proto__' })?.html) //
      .toContain('<html lang="en">');
  });

  test('tells what came of it', () => {
    expect(page(queryOf('move'), { pressed: 'taken' })).toMatchObject({ status: 200 });
    expect(page(queryOf('move'), { pressed: 'taken' })?.html).not.toContain('<form');
    expect(page(queryOf('move'), { pressed: 'later' })).toMatchObject({ status: 503 });
    expect(page(queryOf('move'), { pressed: 'refused' })).toMatchObject({ status: 404 });
    expect(page(queryOf('move'), { receivedAt: now + 90 * day })).toMatchObject({ status: 410 });
    expect(page('reply=<script>')).toMatchObject({ status: 404 });
    expect(page('reply=<script>')?.html).not.toContain('<script');
    expect(page('onward=jrn_2a.3.0')).toBeUndefined();
    expect(page('')).toBeUndefined();
  });
});

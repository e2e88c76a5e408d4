import fc from 'fast-check';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';

import { readMail, readPhone } from './contact.ts';
import { renderTemplate } from './render.ts';
import type { Texts } from './render.ts';
import { countSegments } from './segments.ts';
import { checkTemplates, templateSettings } from './settings.ts';

const texts = (change: Partial<Texts> & { text?: string }): Texts => ({
  templates: { a: { version: 1, text: change.text ?? 'Hello', subject: 'Your visit' } },
  values: { clinic: 'Rook & Daughters' },
  args: { start: { kind: 'instant' }, late: { kind: 'flag' }, wait: { kind: 'duration' } },
  zone: 'Europe/Berlin',
  language: 'en',
  ...change,
});
const args = { template: 'a', channel: 'sms', start: Date.parse('2026-11-02T09:00:00Z') };

describe('rendering', () => {
  test('arguments in the zone of the settings, and their values', () => {
    const text =
      '{{ clinic }}: {{ start | date: "%A %-d %B, %H:%M" }}{% if late %} (late){% endif %}';
    expect(renderTemplate(args, texts({ text }))).toMatchObject({
      kind: 'rendered',
      message: { text: 'Rook & Daughters: Monday 2 November, 10:00', subject: 'Your visit' },
    });
    expect(renderTemplate({ ...args, late: true }, texts({ text }))) //
      .toMatchObject({ message: { text: 'Rook & Daughters: Monday 2 November, 10:00 (late)' } });
  });

  test('HTML is escaped, text is not', () => {
    const html = { a: { version: 1, text: '{{ clinic }}', html: '<b>{{ clinic }}</b>' } };
    expect(renderTemplate(args, texts({ templates: html }))).toMatchObject({
      message: { text: 'Rook & Daughters', html: '<b>Rook &amp; Daughters</b>', language: 'en' },
    });
  });

  test('what the command did not bring is not left blank', () => {
    const given = texts({ text: 'Wait {{ wait }}' });
    expect(renderTemplate(args, given)).toEqual({ kind: 'failed', code: 'ONW-TEMPLATE-RENDER' });
    expect(renderTemplate({ ...args, wait: 5_400_000 }, given)) //
      .toMatchObject({ message: { text: 'Wait PT5400S' } });
  });

  test('a template that nobody wrote, or that JavaScript brings along', () => {
    for (const template of ['b', 'toString', '__proto__']) {
      expect(renderTemplate({ ...args, template }, texts({}))) //
        .toEqual({ kind: 'failed', code: 'ONW-TEMPLATE-UNKNOWN' });
    }
  });

  test('arguments that nobody declared are not within reach', () => {
    expect(renderTemplate({ ...args, name: 'x' }, texts({ text: '{{ name }}' }))) //
      .toEqual({ kind: 'failed', code: 'ONW-TEMPLATE-RENDER' });
    expect(renderTemplate(args, texts({ text: '{{ clinic.constructor }}' }))) //
      .toEqual({ kind: 'failed', code: 'ONW-TEMPLATE-RENDER' });
  });

  test('a loop without an end is ended', () => {
    const text = '{% for a in (1..99999) %}{% for b in (1..99999) %}x{% endfor %}{% endfor %}';
    expect(renderTemplate(args, texts({ text }))) //
      .toEqual({ kind: 'failed', code: 'ONW-TEMPLATE-RENDER' });
  });
});

describe('settings', () => {
  const schema = z.strictObject(templateSettings).superRefine(checkTemplates);
  const paths = (settings: unknown): unknown =>
    schema.safeParse(settings).error?.issues.map(({ path }) => path.join('/'));

  test.each([
    ['{{ nobody }}', 'templates/a/text'],
    ['{{ clinic ', 'templates/a/text'],
    ['{% include "secrets" %}', 'templates/a/text'],
    ['{% render "secrets" %}', 'templates/a/text'],
    ['{% layout "secrets" %}', 'templates/a/text'],
    ['{{ clinic | unheard-of }}', 'templates/a/text'],
  ])('%s is refused when the program is compiled', (text, path) => {
    expect(paths({ templates: { a: { version: 1, text } }, values: { clinic: 'Rook' } })) //
      .toEqual([path]);
  });

  test('names, zones and versions', () => {
    expect(
      paths({ templates: { a: { version: 1, text: '{{ start }}' } }, args: { start: 'instant' } }),
    ) //
      .toBeUndefined();
    expect(paths({ args: { channel: 'flag' } })).toEqual(['args/channel']);
    expect(paths({ args: { a: 'flag' }, values: { a: 'b' } })).toEqual(['args/a']);
    expect(paths({ zone: 'Mars/Olympus' })).toEqual(['zone']);
    expect(paths({ templates: { a: { text: 'Hello' } } })).toEqual(['templates/a/version']);
    expect(paths({ templates: { A: { version: 1, text: 'Hello' } } })).toEqual(['templates/A']);
  });
});

describe('segments', () => {
  test.each([
    ['a'.repeat(160), 'gsm-7', 1],
    ['a'.repeat(161), 'gsm-7', 2],
    ['a'.repeat(306), 'gsm-7', 2],
    ['a'.repeat(307), 'gsm-7', 3],
    ['€'.repeat(80), 'gsm-7', 1],
    ['€'.repeat(81), 'gsm-7', 2],
    // 152 septets, then a sign of two that does not fit into the first segment any more.
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm-7', 3],
    ['ä'.repeat(160), 'gsm-7', 1],
    ['ж'.repeat(70), 'ucs-2', 1],
    ['ж'.repeat(71), 'ucs-2', 2],
    ['ж'.repeat(134), 'ucs-2', 2],
    ['ж'.repeat(135), 'ucs-2', 3],
    ['🙂'.repeat(35), 'ucs-2', 1],
    ['🙂'.repeat(36), 'ucs-2', 2],
    ['🙂'.repeat(67), 'ucs-2', 3],
    [`${'a'.repeat(100)}’`, 'ucs-2', 2],
    ['', 'gsm-7', 1],
  ])('%# takes as many as it must', (text, alphabet, count) => {
    expect(countSegments(text)).toEqual({ alphabet, count });
  });

  test('a longer text never takes fewer, and none takes less than its characters need', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string(), (text, more) => {
        const { alphabet, count } = countSegments(text);
        expect(countSegments(text + more).count).toBeGreaterThanOrEqual(count);
        const least = alphabet === 'gsm-7' ? text.length / 160 : text.length / 70;
        expect(count).toBeGreaterThanOrEqual(Math.max(1, Math.ceil(least)));
      }),
    );
  });
});

describe('contacts', () => {
  test.each([
    ['+1 (555) 010-0199', '+15550100199'],
    ['whatsapp:+15550100199', '+15550100199'],
    ['+49 30 901820', '+4930901820'],
    ['030 901820', undefined],
    ['+0123456789', undefined],
    ['+1555010019900000', undefined],
    ['+1555\r\nBcc: x', undefined],
    [15_550_100_199, undefined],
  ])('the number %s', (raw, number) => expect(readPhone(raw)).toBe(number));

  test.each([
    [' Ada.Rook+visit@Example.COM ', 'ada.rook+visit@example.com'],
    ['ada@localhost', undefined],
    ['ada@example.com\r\nBcc: eve@example.com', undefined],
    ['ada@example.com, eve@example.com', undefined],
    ['"ada rook"@example.com', undefined],
    ['<ada@example.com>', undefined],
    ['ada@-example.com', undefined],
    ['ada..rook@example.com', undefined],
    [null, undefined],
  ])('the address %s', (raw, mail) => expect(readMail(raw)).toBe(mail));

  test('reading again changes nothing, and never takes long', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), (raw) => {
        for (const read of [readMail, readPhone]) {
          const once = read(raw);
          if (once !== undefined) expect(read(once)).toBe(once);
        }
      }),
    );
    expect(readMail(`${'a'.repeat(120)}@${'a-'.repeat(60)}`)).toBeUndefined();
  });
});

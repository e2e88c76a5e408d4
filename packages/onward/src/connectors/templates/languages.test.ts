import fc from 'fast-check';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';

import type { Facts } from '../../core/index.ts';
import { renderTemplate } from './render.ts';
import type { Rendered, Texts, TextParts } from './render.ts';
import { countSegments } from './segments.ts';
import { checkTemplates, templateSettings } from './settings.ts';

const start = Date.parse('2026-11-05T16:00:00Z');
const own = {
  version: 1,
  text: '{{ clinic }}: {{ start | day }}, {{ start | time }} {{ start | zone }}',
  translations: {
    es: { text: '{{ clinic }}: {{ start | day }} a las {{ start | time }}' },
    'pt-br': { text: 'pt-br {{ start | date: "%A" }}' },
  },
};
const texts = (template: TextParts & Partial<typeof own> = own, change: Partial<Texts> = {}) => ({
  templates: { a: { version: 1, ...template } },
  values: { clinic: 'Rook' },
  args: {
    start: { kind: 'instant' as const },
    forms: { kind: 'count' as const, max: 99 },
    who: { kind: 'one-of' as const, values: ['a'] },
  },
  zone: 'America/New_York',
  language: 'en',
  ...change,
});

function written(args: Facts, at: Texts = texts()): Rendered {
  const rendering = renderTemplate({ template: 'a', start, ...args }, at);
  if (rendering.kind === 'failed') throw new Error(rendering.code);
  return rendering.message;
}

describe('the language and the zone of who reads it', () => {
  test.each<readonly [Facts, string, string]>([
    [{}, 'Rook: Thursday, November 5, 11:00 AM EST', 'en'],
    [{ 'recipient-language': 'en-gb' }, 'Rook: Thursday 5 November, 11:00 GMT-5', 'en-GB'],
    [{ 'recipient-language': 'es' }, 'Rook: jueves, 5 de noviembre a las 11:00', 'es'],
    [{ 'recipient-language': 'es-mx' }, 'Rook: jueves, 5 de noviembre a las 11:00 a.m.', 'es-MX'],
    [
      { 'recipient-language': 'es', 'recipient-zone': 'Europe/Madrid' },
      'Rook: jueves, 5 de noviembre a las 17:00',
      'es',
    ],
    [{ 'recipient-language': 'pt-br' }, 'pt-br quinta-feira', 'pt-BR'],
    // There is no text in these: it is the first one's, days and hours with it.
    [{ 'recipient-language': 'pt' }, 'Rook: Thursday, November 5, 11:00 AM EST', 'en'],
    [{ 'recipient-language': 'vi' }, 'Rook: Thursday, November 5, 11:00 AM EST', 'en'],
    [{ 'recipient-zone': 'America/Los_Angeles' }, 'Rook: Thursday, November 5, 8:00 AM PST', 'en'],
  ])('%j', (args, text, language) => {
    expect(written(args)).toMatchObject({ language });
    expect(written(args).text.replaceAll(/a\. ?m\./gu, 'a.m.')).toBe(text);
  });

  test('what is no zone and no language never keeps a message back', () => {
    const odd = [
      'Mars/Olympus',
      '',
      '+02:00',
      'Etc/../passwd',
      'toString',
      'x'.repeat(500),
      'en_US',
    ];
    for (const each of odd) {
      expect(written({ 'recipient-zone': each, 'recipient-language': each }).text).toBe(
        'Rook: Thursday, November 5, 11:00 AM EST',
      );
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (zone, language) => {
        expect(written({ 'recipient-zone': zone, 'recipient-language': language }).text) //
          .toContain('Rook');
      }),
    );
  });

  test('hours are true on both sides of a change of clocks', () => {
    const at = texts({ text: '{{ start | time }}' });
    const zone = { 'recipient-zone': 'America/New_York' };
    expect(written({ ...zone, start: Date.parse('2026-11-01T05:30:00Z') }, at).text).toBe(
      '1:30 AM',
    );
    expect(written({ ...zone, start: Date.parse('2026-11-01T06:30:00Z') }, at).text).toBe(
      '1:30 AM',
    );
    expect(written({ ...zone, start: Date.parse('2027-03-14T07:00:00Z') }, at).text).toBe(
      '3:00 AM',
    );
  });

  test('no blank of typography makes two segments of a text', () => {
    for (const language of ['en', 'es', 'es-mx', 'en-gb', 'fr']) {
      const { text } = written({ 'recipient-language': language });
      expect([language, countSegments(text).alphabet]).toEqual([language, 'gsm-7']);
    }
  });
});

describe('patterns of ICU', () => {
  const pattern =
    '{forms, plural, one {# form} other {# forms}} left, {who, select, a {A} other {B}}';
  const text = `{{ "${pattern}" | icu: forms: forms, who: who }}`;

  test('count in the language of the reader', () => {
    expect(written({ forms: 1, who: 'a' }, texts({ text })).text).toBe('1 form left, A');
    expect(written({ forms: 3, who: 'a' }, texts({ text })).text).toBe('3 forms left, A');
    const forms = 'one {# ankieta} few {# ankiety} many {# ankiet} other {#}';
    const polish = `{{ "{n, plural, ${forms}}" | icu: n: forms }}`;
    const at = texts({ text: 'x', translations: { pl: { text: polish } } as never });
    const said = [1, 3, 5, 22].map(
      (count) => written({ forms: count, 'recipient-language': 'pl' }, at).text,
    );
    expect(said).toEqual(['1 ankieta', '3 ankiety', '5 ankiet', '22 ankiety']);
  });

  test('dates in the zone of the reader', () => {
    const dated = "{{ '{s, date, medium} {s, time, short}' | icu: s: start }}";
    expect(written({ 'recipient-zone': 'Asia/Tokyo' }, texts({ text: dated })).text).toBe(
      'Nov 6, 2026 1:00 AM',
    );
  });

  test('a value that did not come is not left blank', () => {
    expect(renderTemplate({ template: 'a', start, who: 'a' }, texts({ text }))).toEqual({
      kind: 'failed',
      code: 'ONW-TEMPLATE-RENDER',
    });
  });
});

describe('MJML', () => {
  const mjml = `<mjml><mj-body><mj-section><mj-column>
    <mj-text>{{ clinic }} {% if forms > 1 %}<b>{{ start | time }}</b>{% endif %}</mj-text>
    <mj-button href="https://x.example/?a={{ clinic }}">{{ clinic }}</mj-button>
    <mj-image src="https://x.example/a.png" alt="{{ clinic }}" />
  </mj-column></mj-section></mj-body></mjml>`;
  const at = (clinic: string) => texts({ text: 'x', mjml }, { values: { clinic } });

  test('becomes HTML, in the language of the reader, with nothing to fetch beside', () => {
    const html = written({ forms: 2 }, at('Rook')).html ?? '';
    expect(html).toContain('<b>11:00 AM</b>');
    expect(html).toContain('<html lang="en"');
    expect(html).not.toMatch(/mj-text|\{\{|\{%|fonts\.|<link|lang="und"/u);
  });

  test('no value is an element, an attribute or an address of its own', () => {
    const hostile = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='x",
      '</td></tr></mj-text><mj-raw>',
      '--><b>',
      '{{ start }}{% raw %}',
      '&lt;b&gt;',
    ];
    for (const value of hostile) {
      const html = written({ forms: 2 }, at(value)).html ?? '';
      const plain = written({ forms: 2 }, at('Rook')).html ?? '';
      expect([value, html.split('<').length]).toEqual([value, plain.split('<').length]);
      expect(html.split('"')).toHaveLength(plain.split('"').length);
      expect(html).not.toMatch(/<script|<img src=x|<mj-raw|<b>alert/u);
    }
    expect(written({ forms: 2 }, at('&lt;')).html).toContain('&amp;lt;');
  });
});

describe('settings', () => {
  const schema = z.strictObject(templateSettings).superRefine(checkTemplates);
  const paths = (template: object, more: object = {}): unknown =>
    schema
      .safeParse({
        templates: { a: { version: 1, text: 'x', ...template } },
        values: { clinic: 'R' },
        args: { forms: { count: 9 } },
        ...more,
      })
      .error?.issues.map(({ path }) => path.join('/'));

  test.each<readonly [object, unknown]>([
    [{ text: '{{ "{forms, plural, one {#} other {#}}" | icu: forms: forms }}' }, undefined],
    [{ text: '{{ "{forms, plural, one {#}}" | icu: forms: forms }}' }, ['templates/a/text']],
    [{ text: '{{ "{forms, plural, other {#}" | icu: forms: forms }}' }, ['templates/a/text']],
    [{ text: '{{ "{forms} {who}" | icu: forms: forms }}' }, ['templates/a/text']],
    [{ text: '{{ "{forms}" | icu: forms: nobody }}' }, ['templates/a/text']],
    [{ text: '{{ clinic | icu: forms: forms }}' }, ['templates/a/text']],
    [{ text: "{{ 'confirm' | link }}" }, undefined],
    [{ text: "{{ 'pay' | link }}" }, ['templates/a/text']],
    [{ text: '{{ clinic | link }}' }, ['templates/a/text']],
    [{ mjml: '<mjml><mj-body></mj-body></mjml>' }, undefined],
    [{ mjml: '<mjml><mj-body>' }, ['templates/a/mjml']],
    [
      { mjml: '<mjml><mj-body><mj-include path="/etc/passwd" /></mj-body></mjml>' },
      ['templates/a/mjml'],
    ],
    [
      { mjml: '<mjml><mj-body><mj-raw>{{ nobody }}</mj-raw></mj-body></mjml>' },
      ['templates/a/mjml'],
    ],
    [
      { mjml: '<mjml><mj-body><mj-raw>{% if forms %}</mj-raw></mj-body></mjml>' },
      ['templates/a/mjml'],
    ],
    [{ html: 'x', mjml: '<mjml><mj-body></mj-body></mjml>' }, ['templates/a/mjml']],
    [{ translations: { es: { text: 'Hola' } } }, undefined],
    [{ translations: { ES: { text: 'Hola' } } }, ['templates/a/translations/ES']],
    [{ translations: { es: { text: '{{ nobody }}' } } }, ['templates/a/translations/es/text']],
    [{ translations: { es: { subject: 'Hola' } } }, ['templates/a/translations/es/text']],
  ])('%#', (template, found) => expect(paths(template)).toEqual(found));

  test('names that say how to write are no arguments', () => {
    expect(paths({}, { args: { 'recipient-zone': 'flag' } })).toEqual(['args/recipient-zone']);
    expect(paths({}, { args: { 'recipient-language': 'flag' } })) //
      .toEqual(['args/recipient-language']);
    expect(paths({}, { language: 'English please' })).toEqual(['language']);
  });
});

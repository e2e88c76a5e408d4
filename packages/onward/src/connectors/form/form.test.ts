import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json, RawDelivery, Received } from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { form } from './index.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const signature = { header: 'x-signature', encoding: 'hex' };
const base = { secret: 'FORMS_SECRET', signature };

function deliver(body: string | Uint8Array, by = 'our secret'): RawDelivery {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const [key = ''] = by.split(' ');
  const mark = createHmac('sha256', key).update(bytes).digest('hex');
  return { body: bytes, headers: { 'x-signature': mark }, receivedAt: now };
}

async function take(body: Json | RawDelivery, settings: Json): Promise<readonly Received[]> {
  const described = setupOf(form, settings, { FORMS_SECRET: 'our secret' });
  const setup = { ...described, codes: { icd: ['e11'] } };
  const isRaw = typeof body === 'object' && body !== null && 'receivedAt' in body;
  const delivery = isRaw ? (body as unknown as RawDelivery) : deliver(JSON.stringify(body));
  return (await form.receive?.(delivery, setup, realOutbound())) ?? [];
}

const eventOf = ([received]: readonly Received[]) =>
  received?.kind === 'event' ? received.event : received;

describe('QuestionnaireResponse', () => {
  const phq = 'https://forms.example/Questionnaire/phq';
  const answers = {
    mood: {
      link: '/44250-9',
      type: ['not-at-all', 'several-days', 'every-day'],
      of: { 'LA6568-5': 'not-at-all', 'LA6569-3': 'several-days', 'LA6571-9': 'every-day' },
    },
    consent: { link: 'consent', type: 'flag' },
    drinks: { link: 'drinks', type: { count: 50 } },
    temperature: { link: 'temp', type: { count: 450 }, scale: 10 },
    since: { link: 'since', type: 'date' },
    'call-at': { link: 'call', type: 'instant' },
    diagnosis: { link: 'dx', type: { code: 'icd' }, of: { 'E11.9': 'e11' } },
    wrote: { link: 'note', presence: true },
    fever: { link: 'symptoms', has: 'fever' },
  };
  const settings = {
    ...base,
    format: 'fhir',
    'patient-system': 'ehr',
    'ehr-system': 'ehr',
    forms: { phq: { questionnaire: phq, answers } },
  };
  const item = (linkId: string, ...values: readonly Json[]): Json => {
    return { linkId, text: 'A question to Eleanor', answer: values };
  };
  const coding = (code: string): Json => {
    return { valueCoding: { system: 'http://loinc.org', code, display: 'Eleanor' } };
  };
  const response = {
    resourceType: 'QuestionnaireResponse',
    id: 'qr-1',
    status: 'completed',
    questionnaire: `${phq}|1.2`,
    subject: { reference: 'Patient/p-7', display: 'Eleanor Canary' },
    encounter: { reference: 'Encounter/e-1' },
    basedOn: [{ reference: 'ServiceRequest/s-1' }],
    authored: '2026-11-02T08:59:00Z',
    item: [
      { linkId: 'group', item: [item('/44250-9', coding('LA6569-3'))] },
      item('consent', { valueBoolean: true, item: [item('drinks', { valueInteger: 3 })] }),
      item('temp', { valueDecimal: 36.6 }),
      item('since', { valueDate: '2026-10-01' }),
      item('call', { valueDateTime: '2026-11-03T10:00:00+01:00' }),
      item('dx', coding('E11.9')),
      item('note', { valueString: 'Eleanor Canary writes' }),
      item('symptoms', coding('cough'), coding('fever')),
      item('unknown', { valueString: 'Eleanor Canary' }),
    ],
  };

  test('answers are read by link id, wherever they stand, and no text is', async () => {
    const received = await take(response, settings);
    expect(eventOf(received)).toEqual({
      event: 'phq.submitted',
      id: 'qr-1',
      covers: { content: expect.stringMatching(/^[0-9a-f]{64}$/u) as string },
      occurredAt: Date.parse('2026-11-02T08:59:00Z'),
      refs: {
        patient: 'p-7',
        form: 'QuestionnaireResponse/qr-1',
        encounter: 'Encounter/e-1',
        order: 'ServiceRequest/s-1',
      },
      data: {
        mood: 'several-days',
        consent: true,
        drinks: 3,
        temperature: 366,
        since: '2026-10-01',
        'call-at': Date.parse('2026-11-03T09:00:00Z'),
        diagnosis: 'e11',
        wrote: true,
        fever: true,
      },
    });
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });

  test.each([
    ['completed', 'phq.submitted'],
    ['amended', 'phq.updated'],
    ['stopped', 'phq.abandoned'],
    ['in-progress', 'ONW-EVENT-UNUSED'],
    ['entered-in-error', 'ONW-EVENT-UNUSED'],
    ['Eleanor', 'ONW-EVENT-UNUSED'],
  ])('the status %s says %s', async (status, said) => {
    const [received] = await take({ ...response, status }, settings);
    expect(received?.kind === 'event' ? received.event.event : received?.code).toBe(said);
  });

  test('what was not answered is left out; presence alone says so', async () => {
    const bare = { ...response, item: [item('note', {})], subject: {}, id: undefined as never };
    expect(eventOf(await take(bare, settings))).toMatchObject({
      id: '',
      refs: { encounter: 'Encounter/e-1' },
      data: { wrote: false },
    });
    expect(eventOf(await take(bare, settings))).not.toHaveProperty('data.consent');
  });

  test.each<readonly [string, Json]>([
    ['mood', item('/44250-9', coding('Eleanor'))],
    ['mood', item('/44250-9', { valueString: 'not-at-all' })],
    ['mood', item('/44250-9', coding('LA6568-5'), coding('LA6569-3'))],
    ['consent', item('consent', { valueString: 'Eleanor' })],
    ['drinks', item('drinks', { valueInteger: 51 })],
    ['drinks', item('drinks', { valueDecimal: 1.5 })],
    ['temperature', item('temp', { valueDecimal: 99 })],
    ['since', item('since', { valueDate: '2026-10' })],
    ['call-at', item('call', { valueDateTime: '2026-11-03' })],
  ])('an answer that does not fit is refused by the name %s', async (name, answer) => {
    const [received] = await take({ ...response, item: [answer] }, settings);
    expect(received).toMatchObject({ kind: 'refused', code: 'ONW-EVENT-DATA' });
    expect(JSON.stringify(received)).toContain(`\\"${name}\\"`);
    expect(JSON.stringify(received)).toContain('"at":["/item/');
    expect(JSON.stringify(received)).not.toMatch(/Eleanor/u);
  });

  test('the patient by an identifier; references to another server name nobody', async () => {
    const subject = { identifier: { system: 'urn:mrn', value: 'MRN-7' } };
    const identified = { ...settings, 'identifier-system': 'urn:mrn' };
    expect(eventOf(await take({ ...response, subject }, identified))).toMatchObject({
      refs: { patient: 'MRN-7' },
    });
    const full = { reference: 'https://ehr.example/fhir/Patient/p-9' };
    expect(eventOf(await take({ ...response, subject: full }, settings))) //
      .not.toHaveProperty('refs.patient');
    const based = { ...settings, base: 'https://ehr.example/fhir' };
    expect(eventOf(await take({ ...response, subject: full }, based))).toMatchObject({
      refs: { patient: 'p-9' },
    });
  });

  test('another questionnaire is unused, another resource is none', async () => {
    const other = { ...response, questionnaire: 'https://forms.example/Questionnaire/other' };
    expect(await take(other, settings)).toMatchObject([{ code: 'ONW-EVENT-UNUSED' }]);
    expect(await take({ resourceType: 'Patient', name: 'Eleanor' }, settings)).toMatchObject([
      { code: 'ONW-EVENT-SHAPE', at: ['/resourceType'] },
    ]);
  });

  test('a form that is changed under its id is another event, the same again is not', async () => {
    const covered = async (body: Json) => {
      const said = eventOf(await take(body, settings));
      return said !== undefined && 'covers' in said ? said.covers?.content : undefined;
    };
    const first = await covered(response);
    expect(await covered({ ...response, meta: { lastUpdated: '2026-11-02T09:00:00Z' } })) //
      .toBe(first);
    expect(await covered({ ...response, status: 'amended' })).not.toBe(first);
    const changed = { ...response, item: [item('drinks', { valueInteger: 4 })] };
    expect(await covered(changed)).not.toBe(first);
  });
});

describe('JSON of any make', () => {
  const answer = (ref: string): string => `$.form_response.answers[?@.field.ref=='${ref}']`;
  const settings = {
    ...base,
    id: '/form_response/token',
    time: '/form_response/submitted_at',
    forms: {
      intake: {
        when: { '/form_response/form_id': 'f-1' },
        state: {
          path: '/event_type',
          submitted: ['form_response'],
          abandoned: ['form_response_partial'],
        },
        refs: { patient: { path: '/form_response/hidden/patient', system: 'clinic' } },
        answers: {
          plan: {
            path: `${answer('plan')}.choice.label`,
            type: ['basic', 'plus'],
            of: { 'The basic plan': 'basic', 'The larger plan': 'plus' },
          },
          smokes: { path: `${answer('smokes')}.boolean`, type: 'flag' },
          wrote: { path: `${answer('note')}.text`, presence: true },
          asthma: { path: `${answer('history')}.choices.labels`, has: 'Asthma' },
        },
      },
    },
  };
  const given = (ref: string, value: object) => ({ field: { ref, title: 'Eleanor?' }, ...value });
  const response = {
    form_id: 'f-1',
    token: 't-1',
    submitted_at: '2026-11-02T08:59:00Z',
    hidden: { patient: 'MRN-7' },
    answers: [
      given('note', { text: 'Eleanor Canary writes' }),
      given('plan', { choice: { label: 'The larger plan' } }),
      given('smokes', { boolean: false }),
      given('history', { choices: { labels: ['Asthma', 'Eleanor'] } }),
    ],
  };
  const body = { event_type: 'form_response', form_response: response };

  test('answers are found by what stands beside them', async () => {
    const received = await take(body, settings);
    expect(eventOf(received)).toMatchObject({
      event: 'intake.submitted',
      id: 't-1',
      occurredAt: Date.parse('2026-11-02T08:59:00Z'),
      refs: { patient: 'MRN-7' },
      data: { plan: 'plus', smokes: false, wrote: true, asthma: true },
    });
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });

  test('one that was given up, one that is none, and lists that are empty', async () => {
    const said = async (change: object) => take({ ...body, ...change }, settings);
    expect(eventOf(await said({ event_type: 'form_response_partial' }))).toMatchObject({
      event: 'intake.abandoned',
    });
    expect(await said({ event_type: 'other' })).toMatchObject([{ code: 'ONW-EVENT-UNUSED' }]);
    const other = { ...response, form_id: 'f-2' };
    expect(await said({ form_response: other })).toMatchObject([{ code: 'ONW-EVENT-UNUSED' }]);
    const none = given('history', { choices: { labels: [] } });
    const empty = { ...response, answers: [none, given('note', { text: '' })] };
    expect(eventOf(await said({ form_response: empty }))).toMatchObject({ data: { wrote: false } });
    expect(eventOf(await said({ form_response: empty }))).not.toHaveProperty('data.asthma');
  });

  test.each<readonly [object, string, string]>([
    [{ token: null }, 'ONW-EVENT-ID', '/form_response/token'],
    [{ submitted_at: 'Eleanor' }, 'ONW-EVENT-DATA', '/form_response/submitted_at'],
    [{ hidden: { patient: {} } }, 'ONW-EVENT-DATA', '/form_response/hidden/patient'],
    [
      { answers: [given('plan', { choice: { label: 'Eleanor' } })] },
      'ONW-EVENT-DATA',
      `${answer('plan')}.choice.label`,
    ],
  ])('%o is refused at its place, without a word of it', async (change, code, at) => {
    const received = await take({ ...body, form_response: { ...response, ...change } }, settings);
    expect(received).toMatchObject([{ kind: 'refused', code, at: [at] }]);
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });

  test('without an id, two people who answer alike are two', async () => {
    const { id: _id, ...others } = settings;
    const covered = async (token: string) => {
      const one = { ...body, form_response: { ...response, token } };
      const said = eventOf(await take(one, others));
      return said !== undefined && 'covers' in said ? [said.id, said.covers?.content] : [];
    };
    expect(await covered('a')).toEqual(await covered('a'));
    expect(await covered('a')).not.toEqual(await covered('b'));
    expect((await covered('a'))[0]).toBe('');
  });

  test('forged, broken and hostile bodies', async () => {
    const code = async (delivery: RawDelivery) => {
      const [received] = await take(delivery, settings);
      return received?.kind === 'event' ? 'event' : received?.code;
    };
    const text = JSON.stringify(body);
    expect(await code(deliver(text, 'another'))).toBe('ONW-SIGNATURE-INVALID');
    expect(await code(deliver(text.slice(0, -9)))).toBe('ONW-JSON-SYNTAX');
    expect(await code(deliver('{"a":1,"a":2}'))).toBe('ONW-JSON-DUPLICATE-KEY');
    expect(await code(deliver('['.repeat(9_000)))).toBe('ONW-JSON-TOO-DEEP');
    expect(await code(deliver('[]'))).toBe('ONW-EVENT-UNUSED');
  });
});

test('any JSON gets one answer, of either format', async () => {
  const answers = { a: { link: 'a', type: 'flag' }, b: { link: 'b', presence: true } };
  const fhir = { ...base, format: 'fhir', forms: { f: { questionnaire: 'q', answers } } };
  const json = { ...base, forms: { f: { answers: { a: { path: '$[*].a', has: 'x' } } } } };
  const part = fc.dictionary(
    fc.constantFrom('item', 'linkId', 'answer', 'valueBoolean', 'valueCoding', 'code', 'a'),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const status = fc.constantFrom('completed', 'amended', 'x');
  const like = fc.record({
    resourceType: fc.constant('QuestionnaireResponse'),
    questionnaire: fc.constant('q'),
    status,
    subject: fc.jsonValue(),
    item: fc.oneof(fc.array(part), part),
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(like, fc.jsonValue()), async (value) => {
      expect(await take(value as Json, fhir)).toHaveLength(1);
      expect(await take(value as Json, json)).toHaveLength(1);
    }),
    { numRuns: 1_000 },
  );
});

describe('settings', () => {
  test('three events a form, with the types of its answers', () => {
    const answers = {
      plan: { path: '/plan', type: ['basic', 'plus'] },
      wrote: { path: '/note', presence: true },
    };
    const refs = { patient: { path: '/p', system: 'ehr' } };
    const type = {
      refs: { patient: { system: 'ehr', of: 'subject' } },
      data: { plan: { kind: 'one-of', values: ['basic', 'plus'] }, wrote: { kind: 'flag' } },
    };
    expect(form.describe({ secret: 'S', rhythm: '1d', forms: { intake: { refs, answers } } })) //
      .toEqual({
        manifest: {
          events: {
            'intake.submitted': type,
            'intake.updated': type,
            'intake.abandoned': type,
          },
          commands: {},
          lookUps: {},
          idempotent: false,
          quietMs: 172_800_000,
        },
      });
  });

  const json = (answer: Json): Json => ({ secret: 'S', forms: { f: { answers: { a: answer } } } });
  const at = ['forms', 'f', 'answers', 'a'];
  test.each<readonly [Json, readonly (string | number)[]]>([
    [{}, ['secret']],
    [json({ path: '/a' }), [...at, 'type']],
    [json({ path: '/a', type: 'flag', presence: true }), [...at, 'type']],
    [json({ path: '/a', type: 'flag', scale: 10 }), [...at, 'scale']],
    [json({ path: '/a', type: 'flag', of: { x: 'y' } }), [...at, 'of']],
    [json({ path: '/a', type: ['y'], of: { x: 'z' } }), [...at, 'of']],
    [json({ path: '/a', type: { ref: 'ehr' } }), [...at, 'type']],
    [json({ path: 'a', presence: true }), [...at, 'path']],
    [{ secret: 'S', format: 'fhir', forms: { f: {} } }, ['forms', 'f', 'questionnaire']],
    [{ secret: 'S', format: 'pdf', forms: {} }, ['format']],
  ])('%o has a problem at %o', (written, path) => {
    const described = form.describe(written);
    expect('problems' in described && described.problems[0]?.path).toEqual(path);
  });
});

/** Numbers and addresses that people share: who is meant, and when nobody can say. */
import { afterEach, expect, test } from 'vitest';
import { compileObject, defineProgram } from '../../src/core/index.ts';
import type { Connector, Manifest, Program } from '../../src/core/index.ts';
import { event, ref, Stage } from '../stage.ts';

const channel = 'sms';
const receipts = { refs: {}, data: {} };
const texts: Manifest = {
  events: {
    'reply.stop': {
      refs: { phone: { system: '', of: 'subject' } },
      data: {},
      consent: { grants: false, channel },
    },
    'reply.other': { refs: { phone: { system: '', of: 'subject' } }, data: {}, said: true },
    'reply.help': { refs: { phone: { system: '', of: 'subject' } }, data: {} },
    'message.failed': receipts,
    'message.delivered': receipts,
  },
  commands: {},
  lookUps: {},
  idempotent: true,
  contacts: true,
};
const clinic: Manifest = {
  events: {
    booked: {
      refs: { patient: { system: '', of: 'subject' }, phone: { system: 'texts', of: 'subject' } },
      data: {},
    },
    billed: {
      refs: {
        customer: { system: 'billing', of: 'subject' },
        phone: { system: 'texts', of: 'subject' },
      },
      data: {},
    },
  },
  commands: {},
  lookUps: {},
  idempotent: true,
};
const connectors: Readonly<Record<string, Connector>> = {
  texts: { name: 'texts', describe: () => ({ manifest: texts }) },
  clinic: { name: 'clinic', describe: () => ({ manifest: clinic }) },
};
const nothing: Manifest = { events: {}, commands: {}, lookUps: {}, idempotent: true };
const billing: Connector = { name: 'billing', describe: () => ({ manifest: nothing }) };

const source = defineProgram({
  program: 'families',
  calendars: { office: { zone: 'UTC', week: { 'mon-sun': '00:00-24:00' } } },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
  systems: {
    sys: { connector: 'clinic', owner: 'desk' },
    texts: { connector: 'texts', owner: 'desk' },
    billing: { connector: 'billing', owner: 'desk' },
  },
  templates: { welcome: { version: 1, purpose: 'care', channels: ['sms'] } },
  journeys: [
    {
      journey: 'visit',
      subject: 'patient',
      owner: 'desk',
      enrol: { on: 'sys.booked', 'once-per': 'subject' },
      start: 'tell',
      stages: {
        only: {
          steps: {
            tell: {
              message: 'welcome',
              via: 'texts',
              within: '3d',
              overdue: { escalate: ['lead'], every: '1d' },
              then: 'paid',
            },
            paid: {
              await: 'sys.billed',
              from: 'sys',
              within: '9d',
              on: { 'sys.billed': 'end' },
              overdue: { escalate: ['lead'], every: '1d' },
            },
            end: { end: 'ok' },
          },
        },
      },
      defer: { 'sys.billed': '9d' },
    },
  ],
});

function families(): Program {
  const { program, problems } = compileObject(source, { ...connectors, billing });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set(): Promise<Stage> {
  const stage = await Stage.set({ program: families() });
  stages.push(stage);
  return stage;
}

const phone = { name: 'phone', ref: ref('+1 555 0100'), of: 'contact' } as const;

function booked(patient: string) {
  const id = { name: 'patient', ref: ref(patient), of: 'subject' } as const;
  return event('booked', patient, { refs: [id, phone] });
}

test('a mother and her child with one number are two people, and each is written to', async () => {
  const stage = await set();
  const [mother] = await stage.send(booked('mother'));
  const [child] = await stage.send(booked('child'));
  expect(child).toMatchObject({ status: 'accepted' });
  expect(child?.journeys).not.toEqual(mother?.journeys);
  await stage.engine.idle();
  const subjects = stage.orders.map(({ subject }) => subject);
  expect(new Set(subjects).size).toBe(2);
  const known = await stage.open.store.refsOf(subjects);
  const having = known.filter((each) => each.ref === phone.ref).map(({ subject }) => subject);
  expect(new Set(having)).toEqual(new Set(subjects));
});

test('in one batch, too', async () => {
  const stage = await set();
  const results = await stage.send(booked('mother'), booked('child'), booked('mother'));
  expect(results.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
  const journeys = results.flatMap((each) => each.journeys);
  expect(new Set(journeys).size).toBe(2);
});

test('who of them says stop nobody can tell: a person is asked', async () => {
  const stage = await set();
  const stop = () =>
    event('reply.stop', '', { type: 'texts.reply.stop', source: 'texts', refs: [phone] });
  await stage.send(booked('mother'));
  expect(await stage.send(stop())).toMatchObject([{ status: 'accepted' }]);
  await stage.send(booked('child'));
  const [again] = await stage.send(stop());
  expect(again).toMatchObject({ status: 'unmatched', code: 'ONW-SUBJECT-AMBIGUOUS' });
  const [kept] = await stage.open.reads.unmatched({ after: 0, limit: 10 });
  expect(kept).toMatchObject({ owner: 'desk', reason: 'ONW-SUBJECT-AMBIGUOUS' });
});

test('where one person has the number, another system’s id is theirs', async () => {
  const stage = await set();
  const [visit] = await stage.send(booked('mother'));
  const customer = { name: 'customer', ref: ref('cus_1'), of: 'subject' } as const;
  const billed = event('billed', 'mother', { refs: [customer, phone] });
  expect(await stage.send(billed)).toMatchObject([{ journeys: visit?.journeys }]);
});

test('what is forgotten of one stays with the other', async () => {
  const stage = await set();
  await stage.send(booked('mother'), booked('child'));
  await stage.engine.idle();
  const [one = 0, other = 0] = stage.orders.map(({ subject }) => subject);
  expect(await stage.open.store.forget(one, [phone.ref])).not.toContain(phone.ref);
  expect(await stage.open.store.forget(other, [])).toContain(phone.ref);
});

test('what a person writes in their own words is somebody’s to read', async () => {
  const stage = await set();
  await stage.send(booked('mother'));
  const wrote = (what: string) => {
    return event(what, '', { type: `texts.${what}`, source: 'texts', refs: [phone] });
  };
  expect(await stage.send(wrote('reply.other'))).toMatchObject([{ status: 'unmatched' }]);
  expect(await stage.send(wrote('reply.help'))).toMatchObject([{ status: 'rejected' }]);
  const [kept, ...more] = await stage.open.reads.unmatched({ after: 0, limit: 10 });
  expect(more).toEqual([]);
  expect(kept).toMatchObject({ type: 'texts.reply.other', owner: 'desk' });
});

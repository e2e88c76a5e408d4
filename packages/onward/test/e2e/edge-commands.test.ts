/** The commands of the edge as an operator gives them: to servers that run, over their sockets. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onwardAsIs, type Ended } from '../../src/cli/cli.fixture.ts';
import { serveLoopback, type LoopbackServer } from '../../src/connectors/outbound.fixture.ts';
import { startProcess, type Started } from '../process.ts';

const telehealth = fileURLToPath(new URL('../../../../examples/01-telehealth', import.meta.url));
const planes = fileURLToPath(new URL('planes', import.meta.url));

const patience = 60_000;

/** A command, with the environment that an operator would set for it. */
async function onward(
  variables: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<Ended> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await onwardAsIs(...words);
  } finally {
    for (const name of Object.keys(variables)) {
      const value = before[name];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

interface Told {
  readonly [name: string]: unknown;
}

function told({ exit, out, err }: Ended, expected = 0): Told {
  expect(exit, err).toBe(expected);
  return JSON.parse(out) as Told;
}

interface Answer {
  readonly status: number;
  readonly results: readonly { readonly status: string; readonly journeys: readonly string[] }[];
}

describe('both planes in one process, with a database of its own', () => {
  const [old, fresh] = [0, 1].map(() => randomBytes(32).toString('hex'));
  const secret = 'whsec_of_a_test';
  let folder = '';
  let stripe: LoopbackServer;
  let server: Started;
  let knows: object = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onward-commands-'));
    stripe = await serveLoopback(() => ({ status: 200, body: knows as never }));
    server = await start(`${old}`);
  }, patience);
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
    await stripe.close();
    await rm(folder, { recursive: true, force: true });
  });

  function start(keys: string): Promise<Started> {
    return startProcess(['dev', telehealth, '--port', '0', '--mllp-port', '0', '--data', folder], {
      ONWARD_KEY: keys,
      STRIPE_WEBHOOK_SECRET: secret,
      STRIPE_API_URL: stripe.url,
      STRIPE_API_KEY: 'rk_of_a_test',
    });
  }

  async function restart(keys: string): Promise<void> {
    expect(await server.stop()).toBe(0);
    server = await start(keys);
  }

  let count = 0;
  const eventOf = (type: string, object: object) => {
    count += 1;
    const created = Math.floor(Date.now() / 1_000);
    return { id: `evt_c${count}`, object: 'event', type, created, data: { object } };
  };
  const checkout = (patient: string) =>
    eventOf('checkout.session.completed', {
      id: `cs_${patient}`,
      customer: `cus_${patient}`,
      client_reference_id: `clinic-${patient}`,
    });
  const paid = (patient: string) =>
    eventOf('payment_intent.succeeded', {
      id: `pi_${patient}`,
      customer: `cus_${patient}`,
      amount_received: 4_900,
      currency: 'usd',
      status: 'succeeded',
    });

  async function deliver(body: object): Promise<Answer> {
    const text = JSON.stringify(body);
    const time = Math.floor(Date.now() / 1_000);
    const proof = createHmac('sha256', secret).update(`${time}.${text}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'stripe-signature': `t=${time},v1=${proof}`,
    };
    const answer = await fetch(`${server.url}/in/billing`, { method: 'POST', headers, body: text });
    const { results = [] } = (await answer.json()) as Partial<Answer>;
    return { status: answer.status, results };
  }

  async function begin(patient: string): Promise<string> {
    const { results } = await deliver(checkout(patient));
    expect(results).toMatchObject([{ status: 'accepted' }]);
    return results[0]?.journeys[0] ?? '';
  }

  test('the key is rotated while events come, and everybody is still known', async () => {
    const journeys = new Map<string, string>();
    for (const patient of ['ada', 'ben', 'cyd', 'dot', 'eli', 'fay']) {
      journeys.set(patient, await begin(patient));
    }
    await restart(`${old} ${fresh}`);
    await restart(`${fresh} ${old}`);
    const ring = { ONWARD_KEY: `${fresh} ${old}` };
    const over = new AbortController();
    const rotating = onward(ring, 'vault', 'rotate', '--data', folder, '--json').finally(() => {
      over.abort();
    });
    let during = 0;
    while (!over.signal.aborted) {
      await begin(`new-${during}`);
      during += 1;
    }
    expect(during).toBeGreaterThan(0);
    const { keys, refs, left, next } = told(await rotating);
    expect([keys, refs]).not.toContain(0);
    expect({ left, next }).toEqual({ left: { keys: 0, refs: 0 }, next: 'drop-old' });
    await restart(`${fresh}`);
    for (const [patient, journey] of journeys) {
      const { results } = await deliver(paid(patient));
      expect(results).toMatchObject([{ status: 'accepted', journeys: [journey] }]);
    }
    const again = await onward({ ONWARD_KEY: `${fresh}` }, 'vault', 'rotate', '--data', folder);
    expect([again.exit, again.out]).toEqual([0, expect.stringContaining('"OLD NEW"')]);
    const lost = await onward({ ONWARD_KEY: `${old}` }, 'vault', 'rotate', '--data', folder);
    expect([lost.exit, lost.err]).toEqual([2, expect.stringContaining('ONW-VAULT-KEY')]);
  }, 180_000);

  test(
    'what did not fit is listed without its content, and fetched once its system has it',
    async () => {
      const journey = await begin('gus');
      const { type: _type, ...broken } = paid('gus');
      expect((await deliver(broken)).status).toBe(422);
      const list = (...more: string[]) =>
        onward({}, 'quarantine', 'list', '--url', server.url, '--json', ...more);
      const [row] = told(await list())['quarantined'] as readonly Told[];
      expect(row).toMatchObject({
        system: 'billing',
        code: 'ONW-EVENT-SHAPE',
        state: 'open',
        tries: 0,
      });
      expect(row?.['at']).toEqual(['/type']);
      expect(JSON.stringify(row)).not.toContain('evt_');
      knows = { ...broken, type: 'payment_intent.succeeded' };
      const fetched = await onward({}, 'quarantine', 'refetch', '--url', server.url, '--json');
      expect(told(fetched)).toEqual({ refetched: 1, givenUp: 0, left: 0 });
      expect(stripe.taken.at(-1)?.path).toBe(`/v1/events/${broken.id}`);
      expect(told(await list())['quarantined']).toEqual([]);
      expect(told(await list('--state', 'refetched'))['quarantined']).toMatchObject([{ tries: 1 }]);
      const shown = told(
        await onward({}, 'journeys', 'show', journey, '--url', server.url, '--json'),
      );
      expect(shown['milestones']).toEqual(['paid']);
    },
    patience,
  );

  test(
    'a page of the list leads to the next one',
    async () => {
      for (let each = 0; each < 3; each++) {
        const { type: _type, ...broken } = paid(`hal-${each}`);
        await deliver(broken);
      }
      const seen: unknown[] = [];
      let after: string | null = '';
      while (after !== null) {
        const more: readonly string[] = after === '' ? [] : ['--after', after];
        const page = told(
          await onward(
            {},
            'quarantine',
            'list',
            '--url',
            server.url,
            '--limit',
            '1',
            '--json',
            ...more,
          ),
        );
        seen.push(...(page['quarantined'] as readonly Told[]).map((row) => row['id']));
        after = page['next'] as string | null;
      }
      expect(new Set(seen).size).toBe(3);
      expect(seen).toHaveLength(3);
      const bad = await onward(
        {},
        'quarantine',
        'list',
        '--url',
        server.url,
        '--after',
        'nonsense',
      );
      expect([bad.exit, bad.err]).toEqual([1, expect.stringContaining('ONW-CURSOR')]);
    },
    patience,
  );

  test(
    'what was set aside is asked for again by itself when a server begins',
    async () => {
      const asked = stripe.taken.length;
      await restart(`${fresh}`);
      const open = async (): Promise<number> => {
        const list = await onward({}, 'quarantine', 'list', '--url', server.url, '--json');
        return (told(list)['quarantined'] as readonly Told[]).length;
      };
      await expect.poll(open, { timeout: 20_000 }).toBe(0);
      expect(stripe.taken.length).toBe(asked + 3);
    },
    patience,
  );

  test(
    'the systems are told with when they last spoke',
    async () => {
      await begin('ivy');
      const { sources } = told(await onward({}, 'sources', '--url', server.url, '--json'));
      const all = sources as readonly Told[];
      const at = expect.stringMatching(/^20\d\d-\d\d-\d\dT/u);
      expect(all.find(({ system }) => system === 'billing')).toMatchObject({
        connector: 'stripe',
        state: 'well',
        lastHeard: at,
        lastAway: null,
      });
      expect(all.find(({ system }) => system === 'forms')).toMatchObject({ state: 'unknown' });
      const { out } = await onward({}, 'sources', '--url', server.url);
      expect(out).toMatch(/^billing +stripe +well/mu);
      // The edge's own door tells the same.
      const edge = /the edge on (http:\S+)/.exec(server.said())?.[1] ?? '';
      const direct = told(await onward({}, 'sources', '--url', edge, '--json'));
      expect(direct['sources']).toHaveLength(all.length);
    },
    patience,
  );

  test(
    'an erased subject is nobody: the journey stays, and what comes later is of somebody new',
    async () => {
      const journey = await begin('kim');
      const other = await begin('lou');
      const key = { ONWARD_KEY: `${fresh}` };
      const erase = (...more: string[]) =>
        onward(key, 'vault', 'erase', journey, '--data', folder, '--json', ...more);
      const unasked = await erase();
      expect([unasked.exit, unasked.out]).toEqual([
        2,
        expect.stringContaining('ONW-ERASE-UNASKED'),
      ]);
      expect((await deliver(paid('lou'))).results).toMatchObject([{ journeys: [other] }]);
      const erased = told(await erase('--yes', '--reason', 'asked-by-subject'));
      // The patient's id of the clinic, the customer and the checkout.
      expect(erased).toMatchObject({ journey, reason: 'asked-by-subject', refs: 3, ids: 3 });
      expect(told(await erase('--yes'))).toMatchObject({ refs: 0, ids: 0 });
      const shown = await fetch(`${server.url}/v1/journeys/${journey}`);
      expect(shown.status).toBe(200);
      expect((await deliver(paid('kim'))).results).toMatchObject([{ status: 'unmatched' }]);
      const again = await begin('kim');
      expect(again).not.toBe(journey);
      const absent = await onward(key, 'vault', 'erase', 'jrn_zzz', '--data', folder, '--yes');
      expect([absent.exit, absent.err]).toEqual([1, expect.stringContaining('ONW-JOURNEY-ABSENT')]);
    },
    patience,
  );

  test('a folder without a database is told, and none is made', async () => {
    const empty = join(folder, 'nothing');
    const ended = await onward({}, 'vault', 'rotate', '--data', empty);
    expect([ended.exit, ended.err]).toEqual([2, expect.stringContaining('ONW-DATA-ABSENT')]);
    await expect(readFile(join(empty, 'key'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('each plane a process of its own', () => {
  const secret = `whsec_${Buffer.from('a secret of forms, 24 by').toString('base64')}`;
  const shared = { ONWARD_EDGE_TOKEN: 'what-both-planes-know' };
  let folder = '';
  let system: LoopbackServer;
  let coordinator: Started;
  let edge: Started;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onward-commands-'));
    system = await serveLoopback(() => ({ status: 200, body: {} }));
    const data = (name: string): readonly string[] => ['--data', join(folder, name)];
    coordinator = await startProcess(
      ['serve', planes, '--port', '0', ...data('coordinator'), '--edge-away'],
      shared,
    );
    const at = ['--coordinator', coordinator.url, '--port', '0', '--private-host', '127.0.0.1'];
    edge = await startProcess(['edge', ...at, ...data('edge')], {
      ...shared,
      FORMS_SECRET: secret,
      FORMS_URL: `${system.url}/hook`,
    });
  }, patience);
  afterAll(async () => {
    expect(await edge.stop()).toBe(0);
    expect(await coordinator.stop()).toBe(0);
    await system.close();
    await rm(folder, { recursive: true, force: true });
  });

  let sent = 0;
  async function deliver(type: string, patient: string): Promise<Answer> {
    sent += 1;
    const id = `msg_${sent}`;
    const text = JSON.stringify({ id, type, patient });
    const at = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, text),
    };
    const answer = await fetch(`${edge.url}/in/forms`, { method: 'POST', headers, body: text });
    const { results = [] } = (await answer.json()) as Partial<Answer>;
    return { status: answer.status, results };
  }

  test(
    'the vault is erased here, and the coordinator forgets what it knew the subject by',
    async () => {
      const first = await deliver('submitted', 'person-1');
      const journey = first.results[0]?.journeys[0] ?? '';
      expect(journey).toMatch(/^jrn_/u);
      const place = ['--data', join(folder, 'edge'), '--coordinator', coordinator.url, '--json'];
      const refused = await onward(
        { ONWARD_EDGE_TOKEN: 'another' },
        ...['vault', 'erase', journey, '--yes', ...place],
      );
      expect([refused.exit, refused.out]).toEqual([
        2,
        expect.stringContaining('ONW-COORDINATOR-REFUSED'),
      ]);
      const words = ['vault', 'erase', journey, '--yes', ...place];
      expect(told(await onward(shared, ...words))).toMatchObject({ journey, refs: 1, ids: 1 });
      expect(told(await onward(shared, ...words))).toMatchObject({ refs: 0, ids: 0 });
      const again = await deliver('submitted', 'person-1');
      expect(again.results[0]?.journeys).not.toEqual([journey]);
      const absent = await onward(shared, 'vault', 'erase', 'jrn_zzz', '--yes', ...place);
      expect([absent.exit, absent.out]).toEqual([1, expect.stringContaining('ONW-JOURNEY-ABSENT')]);
    },
    patience,
  );

  test(
    'the edge is asked how its systems stand, or its coordinator',
    async () => {
      const { sources } = told(await onward({}, 'sources', '--url', edge.url, '--json'));
      expect(sources).toMatchObject([{ system: 'forms', connector: 'webhook' }]);
      const elsewhere = told(await onward({}, 'sources', '--url', coordinator.url, '--json'));
      expect(elsewhere['sources']).toMatchObject([{ system: 'forms', connector: 'webhook' }]);
    },
    patience,
  );
});

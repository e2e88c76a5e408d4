/** A whole edge in one process: a clinic's program, a store in memory, and calls that are real. */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { connectors } from '../connectors/index.ts';
import type { Given, LoopbackServer } from '../connectors/outbound.fixture.ts';
import { serveLoopback } from '../connectors/outbound.fixture.ts';
import type {
  Connector,
  EventType,
  FactType,
  Json,
  Outbound,
  Program,
  RawDelivery,
  System,
  SystemSetup,
} from '../core/index.ts';
import { BugError, declared } from '../core/index.ts';
import { createDispatch } from './dispatch.ts';
import type { Dispatch } from './dispatch.ts';
import { createGate } from './gate.ts';
import { createIntake } from './intake.ts';
import type { Intake, IntakeParts } from './intake.ts';
import { deriveKeys } from './keys.ts';
import { createOutbound } from './outbound.ts';
import type { OutboundOptions } from './outbound.ts';
import type { Quarantine } from './quarantine.ts';
import { createSources } from './sources.ts';
import type { SourceState } from './sources.ts';
import { memoryEdgeStore } from './store-memory.ts';
import { openSafe } from './vault-safe.ts';

/** The injected clock, in epoch milliseconds. */
export const now: number = Date.parse('2026-11-02T09:00:00Z');
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const variables: Record<string, string> = {
  FORMS_SECRET: secret,
  EHR_SECRET: secret,
  EHR_URL: 'http://127.0.0.1:1/',
  STRIPE_SECRET: 'whsec_s',
};

/** As compiling does: the connector describes the system, and "this system" gets its name. */
export function systemOf(name: string, connector: string, settings: Json): System {
  const described = connectors[connector]?.describe(settings);
  if (described === undefined || 'problems' in described) {
    throw new BugError('ONW-SETTINGS', declared(JSON.stringify(described)));
  }
  const { events, commands, lookUps } = described.manifest;
  const named = <T extends { readonly system: string }>(type: T): T => {
    return { ...type, system: type.system || name };
  };
  const fact = (type: FactType): FactType => (type.kind === 'ref' ? named(type) : type);
  const types = Object.entries(events).map(
    ([event, { refs, data, ...rest }]): [string, EventType] => [
      event,
      {
        ...rest,
        refs: Object.fromEntries(Object.entries(refs).map(([ref, type]) => [ref, named(type)])),
        data: Object.fromEntries(Object.entries(data).map(([key, type]) => [key, fact(type)])),
      },
    ],
  );
  const said = { events: Object.fromEntries(types), commands, lookUps };
  return { connector, owner: 'desk', ...said, settings };
}

const form = {
  secret: 'FORMS_SECRET',
  events: {
    'intake.submitted': {
      when: { '/type': 'form' },
      refs: { patient: { path: '/patient', system: 'clinic' } },
    },
  },
};
const ehr = {
  secret: 'EHR_SECRET',
  url: 'EHR_URL',
  messages: true,
  events: {
    seen: { when: { '/type': 'seen' }, refs: { patient: { path: '/p', system: 'clinic' } } },
  },
  commands: {
    'order-lab': { args: { visit: { ref: 'scheduler' } }, returns: { order: { ref: 'lab' } } },
  },
  'look-ups': { visit: { events: ['seen'] } },
};

export const program: Program = {
  format: 1,
  program: 'clinic',
  calendars: {},
  teams: {},
  codes: {},
  systems: {
    forms: systemOf('forms', 'webhook', form),
    unset: systemOf('unset', 'webhook', { ...form, secret: 'NOT_SET' }),
    ehr: systemOf('ehr', 'webhook', ehr),
    billing: systemOf('billing', 'stripe', { secret: 'STRIPE_SECRET' }),
    anyone: systemOf('anyone', 'hl7v2', {}),
    scheduler: systemOf('scheduler', 'hl7v2', { facilities: ['SCHED'] }),
    lab: systemOf('lab', 'hl7v2', { facilities: ['LAB'] }),
    clinic: systemOf('clinic', 'api', { events: { withdrew: {} } }),
  },
  templates: {},
  exceptions: { within: { kind: 'wall', ms: 1 }, escalate: [], every: { kind: 'wall', ms: 1 } },
  journeys: {},
};

/** What a test may change of the edge. */
export interface Change extends Partial<IntakeParts> {
  readonly breaker?: OutboundOptions['breaker'];
}

export interface TestEdge extends IntakeParts {
  readonly intake: Intake;
  readonly dispatch: Dispatch;
  readonly quarantine: Quarantine;
  /** How a system stands. */
  readonly stateOf: (name: string) => SourceState | undefined;
}

/** An edge of its own, with nothing in it yet. */
export async function edgeOf({ breaker, ...change }: Change = {}): Promise<TestEdge> {
  const ring = deriveKeys(Buffer.alloc(32, 1));
  const safe = await openSafe({
    keys: ring,
    store: memoryEdgeStore(),
    random: randomBytes,
    nowMs: () => now,
  });
  const running = change.program ?? program;
  const known = change.connectors ?? connectors;
  const out = createOutbound({
    nowMs: () => now,
    witness: {
      refused: (system) => sources.refused(system),
      away: (system) => sources.away(system),
      answered: (system) => sources.answered(system),
    },
    ...(breaker === undefined ? {} : { breaker }),
  });
  const sources = createSources({ connectors: known, out, nowMs: () => now });
  const { vault, quarantine } = safe;
  const parts = {
    program: running,
    connectors: known,
    gate: createGate({ program: running, keys: safe.keys }),
    vault,
    quarantine,
    out,
    sources,
    secret: (name: string) => variables[name],
    ...change,
  };
  return {
    ...parts,
    intake: createIntake(parts),
    dispatch: createDispatch(parts),
    quarantine,
    stateOf: (name: string) => sources.of(running).find(({ system: each }) => each === name)?.state,
  };
}

/** A signed delivery of a form. */
export function signed(body: string): RawDelivery {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(now / 1000),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(now), body),
  };
  return { body: new TextEncoder().encode(body), headers, receivedAt: now };
}

/** A message of a patient feed. */
export const hl7 = (sender: string, trigger = 'ADT^A08', id = 'M-1'): string =>
  `MSH|^~\\&|${sender}|X|||20261102040000-0500||${trigger}|${id}|P|2.5.1\rPID|1||MRN-7\r`;
/** A delivery that nobody signed. */
export const raw = (text: string): RawDelivery => ({
  body: new TextEncoder().encode(text),
  headers: {},
  receivedAt: now,
});

/** A system that answers each request like this, at the address that `EHR_URL` names. */
export async function answering(given: () => Given): Promise<LoopbackServer> {
  const server = await serveLoopback(given);
  variables['EHR_URL'] = server.url;
  return server;
}

function ehrUrl(setup: SystemSetup): string {
  return setup.secret('EHR_URL') ?? '';
}

/** The status of the system that is reached at `EHR_URL`. */
export async function ehrStatus(setup: SystemSetup, out: Outbound): Promise<number> {
  const request = { method: 'GET', url: ehrUrl(setup), headers: {}, timeoutMs: 1_000 } as const;
  return (await out.fetch(request)).status;
}

/** The connector of that system, with what a test adds to it. */
export function ehrConnector(added: Partial<Connector> = {}): Connector {
  const { webhook } = connectors;
  if (webhook === undefined) throw new BugError('ONW-SETTINGS', 'There is no webhook.');
  return { ...webhook, hosts: (setup) => [new URL(ehrUrl(setup)).host], ...added };
}

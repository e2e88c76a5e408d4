/** A program's system for the tests, and the endpoint that an EHR notifies. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Json,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  SystemSetup,
  WireEvent,
} from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { fhirR4 } from './index.ts';
import { loinc, mrnSystem } from './people.fixture.ts';

export const secret = 'a-long-shared-secret';
export const now = Date.parse('2026-11-02T09:00:00Z');

export const settings = {
  url: 'EHR_URL',
  subscription: { secret: 'EHR_SECRET', id: 'sub-1', heartbeat: '15m' },
  'identifier-system': mrnSystem,
  contacts: { phone: 'sms', email: 'mail', 'calling-code': '1' },
  codes: { list: 'labs', of: { [`${loinc}|4548-4`]: 'hba1c' } },
  texts: { 'call-back': 'Call the patient back about the result.', title: 'Summary' },
  assistant: 'desk',
  commands: {
    'ask-call-back': {
      do: 'create-task',
      set: { text: 'call-back', owner: 'PractitionerRole/desk', code: 'hba1c' },
      with: ['priority', 'due', 'focus'],
    },
    'close-task': { do: 'update-task', set: { status: 'completed' } },
    'move-appointment': { do: 'update-appointment', with: ['start', 'end', 'slot'] },
    'cancel-appointment': { do: 'update-appointment', set: { status: 'cancelled' } },
    'book-appointment': {
      do: 'create-appointment',
      set: { status: 'booked' },
      with: ['start', 'end'],
    },
    'order-lab': { do: 'create-order', set: { code: 'hba1c', priority: 'urgent' } },
    'ask-to-write': { do: 'create-communication-request', set: { text: 'call-back' } },
    'file-document': {
      do: 'draft-document',
      set: { code: 'hba1c', title: 'title', author: 'Organization/clinic' },
      with: ['conversation'],
    },
    'draft-summary': {
      do: 'draft-composition',
      set: { code: 'hba1c', title: 'title', text: 'call-back', author: 'Organization/clinic' },
      with: ['focus'],
    },
  },
} satisfies Json;

export function setup(
  url: string,
  written: Json = settings,
  variables: Readonly<Record<string, string>> = {},
): SystemSetup {
  const own = setupOf(fhirR4, written, { EHR_URL: url, EHR_SECRET: secret, ...variables });
  return { ...own, codes: { labs: ['hba1c'] } };
}

export const out: Outbound = realOutbound({ nowMs: () => now });

export const deliver = (
  body: Json | Uint8Array,
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${secret}` },
): RawDelivery => ({
  body: body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body)),
  headers,
  receivedAt: now,
});

export async function receive(
  delivery: RawDelivery,
  inSetup: SystemSetup,
  by: Outbound = out,
): Promise<readonly Received[]> {
  return (await fhirR4.receive?.(delivery, inSetup, by)) ?? [];
}

export const codes = (received: readonly Received[]): readonly string[] =>
  received.map((each) => (each.kind === 'event' ? each.event.event : each.code));

export const events = (received: readonly Received[]): readonly WireEvent[] =>
  received.flatMap((each) => (each.kind === 'event' ? [each.event] : []));

export const command = (
  name: string,
  args: OutboundCommand['args'],
  more: Partial<OutboundCommand> = {},
): OutboundCommand => ({
  key: 'jrn_1a.4.0',
  command: name,
  args,
  journey: 'jrn_1a',
  refs: { 'fhir-r4': ['MRN-7'] },
  attempt: 1,
  ...more,
});

export interface Endpoint {
  readonly url: string;
  /** Everything that was received, in order. */
  readonly received: Received[];
  close(): Promise<void>;
}

/** The endpoint as the edge is: 401 for a bad secret, 503 where it must be sent again. */
export async function startEndpoint(inSetup: SystemSetup): Promise<Endpoint> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const said = await receive(deliver(Buffer.concat(chunks), headers), inSetup);
      const refused = said.some((each) => {
        return each.kind === 'refused' && each.code.startsWith('ONW-SIGNATURE-');
      });
      const again = said.some((each) => each.kind === 'retry');
      if (!refused && !again) received.push(...said);
      response.writeHead(refused ? 401 : again ? 503 : 200).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/in`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

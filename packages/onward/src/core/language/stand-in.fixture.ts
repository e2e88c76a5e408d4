/** Small connectors for tests: each declares just what the settings of its systems ask it to. */
import type { Connector, Manifest } from '../connector.ts';
import type { EventType, FactTypes, Json } from './model.ts';

function connector(name: string, manifest: (settings: Json) => Partial<Manifest>): Connector {
  const nothing: Manifest = { events: {}, commands: {}, lookUps: {}, idempotent: false };
  return { name, describe: (settings) => ({ manifest: { ...nothing, ...manifest(settings) } }) };
}

function event(data: FactTypes = {}, refs: EventType['refs'] = {}): EventType {
  return { refs, data };
}

/** A connector does not know the name of its system: it leaves it empty. */
const customer = { customer: { system: '', of: 'subject' } } as const;
const visit = {
  patient: { system: 'clinic', of: 'subject' },
  appointment: { system: '', of: 'journey' },
} as const;
const start: FactTypes = { start: { kind: 'instant' } };
const messageRef = { message: { system: '', of: 'journey' } } as const;

const stripe = connector('stripe', () => ({
  events: {
    'checkout.completed': event({}, customer),
    'payment.succeeded': event({ amount: { kind: 'money' } }, customer),
    'payment.failed': event({}, customer),
  },
  lookUps: { payment: { events: ['payment.succeeded'] }, 'last-payment': { events: [] } },
}));

const hl7v2 = connector('hl7v2', () => ({
  events: {
    'appointment.booked': event(start, visit),
    'appointment.rescheduled': event(start, visit),
    'appointment.cancelled': event({}, visit),
    'appointment.arrived': event({}, visit),
    'appointment.no-show': event({}, visit),
    'result.final': event({ abnormal: { kind: 'flag' } }, visit),
    'result.corrected': event({ abnormal: { kind: 'flag' } }, visit),
  },
  commands: {
    'note-result': { args: { abnormal: { kind: 'flag' } }, returns: {} },
    book: { args: start, returns: {} },
  },
  lookUps: { result: { events: ['result.final'] } },
}));

/** Declares what its settings name, with types as the settings give them in compiled form. */
const api = connector('api', (settings) => {
  const { events = {}, commands = {} } = settings as unknown as Partial<{
    events: Record<string, Partial<EventType>>;
    commands: Record<string, { args?: FactTypes; returns?: FactTypes }>;
  }>;
  const named = Object.entries(events).map(([name, { data, refs }]) => [name, event(data, refs)]);
  const asked = Object.entries(commands).map(([name, { args = {}, returns = {} }]) => {
    return [name, { args, returns }];
  });
  return { events: Object.fromEntries(named), commands: Object.fromEntries(asked) };
});

const webhook = connector('webhook', (settings) => {
  const { messages, commands, events } = settings as Readonly<Record<string, Json>>;
  const reports = ['delivered', 'read', 'replied', 'confirmed', 'failed'];
  const visitArg = { visit: { kind: 'ref', system: 'scheduler' } } as const;
  return {
    events: {
      ...(events === undefined
        ? {}
        : { 'intake.submitted': event({ complete: { kind: 'flag' } }) }),
      ...(messages === undefined
        ? {}
        : Object.fromEntries(reports.map((name) => [`message.${name}`, event({}, messageRef)]))),
    },
    commands:
      commands === undefined
        ? {}
        : {
            'order-lab': { args: visitArg, returns: { urgent: { kind: 'flag' } } },
            'cancel-order': { args: visitArg, returns: {} },
            'update-appointment': { args: { ...visitArg, ...start }, returns: {} },
          },
  };
});

const picky: Connector = {
  name: 'picky',
  describe: () => ({ problems: [{ path: ['events', 0], message: 'Not to my liking.' }] }),
};

export const standIns = { stripe, hl7v2, api, webhook, picky };

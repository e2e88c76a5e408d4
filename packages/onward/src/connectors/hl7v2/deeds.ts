/** What may be asked of a system over its line: which message says it, and the members it has. */
import { patientClasses, referralPriorities } from './events.ts';

/** What a member takes: an outside id, a code of the settings, an instant, or one of some words. */
export type Form =
  | { readonly kind: 'id' | 'code' | 'instant' }
  /** Word to what HL7 writes for it. */
  | { readonly kind: 'one-of'; readonly of: Readonly<Record<string, string>> };

/** Members that are outside ids; settings may say whose. */
export const ids = ['appointment', 'visit', 'provider', 'referrer', 'location'] as const;

/** One thing that can be asked. */
export interface Deed {
  readonly message: 'appointment' | 'order' | 'referral';
  /** HL7's trigger of it; an order's depends on the settings. */
  readonly trigger: string;
  readonly members: Readonly<Record<string, Form>>;
  /** Members that the message is nothing without. */
  readonly required: readonly string[];
  /** What it makes: the id that it goes under comes back as this ref. */
  readonly makes?: 'appointment' | 'order' | 'referral';
}

const id: Form = { kind: 'id' };
const code: Form = { kind: 'code' };
const instant: Form = { kind: 'instant' };

function reversed(table: Readonly<Record<string, string>>): Form {
  const of = Object.fromEntries(Object.entries(table).map(([letter, word]) => [word, letter]));
  return { kind: 'one-of', of };
}

const priority = reversed(referralPriorities);
const visit = { visit: id, class: reversed(patientClasses) };
const appointment = {
  appointment: id,
  ...visit,
  start: instant,
  end: instant,
  service: code,
  type: code,
  reason: code,
  provider: id,
  location: id,
};

/** Every deed by the name that settings use in `do`. */
export const deeds: Readonly<Record<string, Deed>> = {
  book: {
    message: 'appointment',
    trigger: 'S12',
    members: appointment,
    required: ['start'],
    makes: 'appointment',
  },
  reschedule: {
    message: 'appointment',
    trigger: 'S13',
    members: appointment,
    required: ['appointment', 'start'],
  },
  cancel: {
    message: 'appointment',
    trigger: 'S15',
    members: appointment,
    required: ['appointment'],
  },
  order: {
    message: 'order',
    trigger: 'O01',
    members: { ...visit, service: code, reason: code, start: instant, priority, provider: id },
    required: ['service'],
    makes: 'order',
  },
  refer: {
    message: 'referral',
    trigger: 'I12',
    members: {
      ...visit,
      provider: id,
      referrer: id,
      type: code,
      reason: code,
      start: instant,
      priority,
    },
    required: ['provider'],
    makes: 'referral',
  },
};

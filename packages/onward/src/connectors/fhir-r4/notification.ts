/**
 * What a notification says: the Subscriptions R5 Backport 1.1 in its R4 form (a Bundle with
 * Parameters), or what plain R4 sends (a resource, or nothing). Only what to read is taken from it.
 */
import type { Json } from '../../core/index.ts';
import { listOf, textAt, textsAt, valuesAt } from './json.ts';

/** One event of a subscription. */
export interface Noted {
  readonly number?: number;
  /** As it is written: `Appointment/12`, or an address. */
  readonly focus: readonly string[];
}

/** The status part of a backport notification. */
export interface Told {
  readonly type: string;
  readonly status?: string;
  readonly subscription?: string;
  readonly topic?: string;
  /** Events since the subscription began. */
  readonly total?: number;
  readonly events: readonly Noted[];
}

/** A body, as far as it can be read. */
export type Notification =
  | { readonly kind: 'backport'; readonly told: readonly Told[] }
  /** References of resources that came without a status part. */
  | { readonly kind: 'plain'; readonly references: readonly string[] }
  | { readonly kind: 'unreadable' };

/** Reads a notification, or an answer of `$events` or `$status`; never throws. */
export function readNotification(body: Json): Notification {
  const type = textAt(body, 'resourceType');
  if (type === undefined || Array.isArray(body)) return { kind: 'unreadable' };
  if (type !== 'Bundle') {
    const reference = referenceOf(body);
    return reference === undefined
      ? { kind: 'unreadable' }
      : { kind: 'plain', references: [reference] };
  }
  const resources = valuesAt(body, ['entry', 'resource']);
  const told = resources.filter(isStatus).map(readStatus);
  if (told.length > 0) return { kind: 'backport', told };
  return { kind: 'plain', references: resources.flatMap((each) => referenceOf(each) ?? []) };
}

function referenceOf(resource: Json): string | undefined {
  const type = textAt(resource, 'resourceType');
  const id = textAt(resource, 'id');
  return type === undefined || id === undefined ? undefined : `${type}/${id}`;
}

function isStatus(resource: Json): boolean {
  if (textAt(resource, 'resourceType') !== 'Parameters') return false;
  return valuesAt(resource, ['parameter']).some((each) => textAt(each, 'name') === 'subscription');
}

function readStatus(resource: Json): Told {
  const parameters = valuesAt(resource, ['parameter']);
  const subscription = first(parameters, 'subscription', ['valueReference', 'reference']);
  const topic = first(parameters, 'topic', ['valueCanonical']);
  const status = first(parameters, 'status', ['valueCode']);
  const total = count(parameters, 'events-since-subscription-start');
  return {
    type: first(parameters, 'type', ['valueCode']) ?? '',
    ...(subscription === undefined ? {} : { subscription }),
    ...(topic === undefined ? {} : { topic }),
    ...(status === undefined ? {} : { status }),
    ...(total === undefined ? {} : { total }),
    events: named(parameters, 'notification-event').map(readEvent),
  };
}

function readEvent(event: Json): Noted {
  const parts = valuesAt(event, ['part']);
  const number = count(parts, 'event-number');
  const focus = named(parts, 'focus').flatMap((each) => {
    return textsAt(each, ['valueReference', 'reference']);
  });
  return { ...(number === undefined ? {} : { number }), focus };
}

function named(parameters: readonly Json[], name: string): readonly Json[] {
  return parameters.filter((each) => textAt(each, 'name') === name);
}

function first(
  parameters: readonly Json[],
  name: string,
  path: readonly string[],
): string | undefined {
  return named(parameters, name).flatMap((each) => textsAt(each, path))[0];
}

/** R4 has no 64-bit integer, so that the backport writes its numbers as text; servers differ. */
function count(parameters: readonly Json[], name: string): number | undefined {
  const values = named(parameters, name).flatMap((each) =>
    ['valueString', 'valueUnsignedInt', 'valueInteger', 'valueDecimal'].flatMap((member) => {
      return listOf(valuesAt(each, [member]));
    }),
  );
  const number = Number(values[0] ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

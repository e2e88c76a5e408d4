/**
 * An EHR that speaks FHIR R4: told by its Subscriptions (the R5 backport, or R4's own rest-hooks),
 * asked by search, written to over the version that was read.
 */
import type { Connector, Json, LookUpType, Manifest, SystemSetup } from '../../core/index.ts';
import { quietOf } from '../duration.ts';
import { hostsAt } from '../rest.ts';
import { brief } from './brief.ts';
import { catchUp } from './catch-up.ts';
import { commandTypes } from './command-settings.ts';
import { diary } from './diary.ts';
import { kinds } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { list } from './list.ts';
import { refetch, lookUp } from './look-up.ts';
import { eventsOf, eventTypes } from './map.ts';
import { probe } from './probe.ts';
import { receive } from './receive.ts';
import { send } from './send.ts';
import type { FhirSettings } from './settings.ts';
import { fhirSettings, settingsOf } from './settings.ts';

/** FHIR R4, in and out; nothing that a notification says is taken without being read. */
export const fhirR4: Connector = {
  name: 'fhir-r4',
  describe(settings: Json) {
    const read = fhirSettings(settings);
    return 'problems' in read ? read : { manifest: manifestOf(read.settings) };
  },
  hosts,
  receive,
  send,
  lookUp,
  list,
  catchUp,
  refetch,
  probe,
  brief,
  diary,
};

function manifestOf(settings: FhirSettings): Manifest {
  const listened = kinds.filter(({ type }) => settings.listen.includes(type));
  const lookUps = listened.map((kind) => listedKind(kind));
  return {
    events: eventTypes(settings),
    commands: commandTypes(settings),
    lookUps: Object.fromEntries(lookUps),
    // The key stands in the resource, and is looked for before another one is made.
    idempotent: true,
    ...quietOf(settings.subscription?.heartbeat),
  };
}

function listedKind(kind: Kind): readonly [string, LookUpType] {
  return [kind.name, { events: eventsOf(kind), list: 'all' }];
}

function hosts(setup: SystemSetup): readonly string[] {
  const { url, auth } = settingsOf(setup);
  const token = typeof auth === 'object' && 'smart' in auth ? [auth.smart['token-url']] : [];
  return [...new Set([url, ...token].flatMap((each) => hostsAt(setup.secret(each))))];
}

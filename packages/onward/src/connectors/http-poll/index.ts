/** Any system with a list to read: what is new in it, without the system having to tell. */
import type {
  Connector,
  Json,
  LookUpAnswer,
  LookUpRequest,
  Outbound,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { quietOf } from '../duration.ts';
import type { Health } from '../rest.ts';
import { healthOf, hostsAt } from '../rest.ts';
import { eventTypes } from '../webhook/settings.ts';
import { listAll } from './all.ts';
import { catchUp } from './catch-up.ts';
import type { Line } from './list.ts';
import { get, getItem, itemUrl, lineOf, listUrl } from './list.ts';
import { pollSettings, settingsOf } from './settings.ts';

/** More ids of one journey than a look-up needs. */
const mostIds = 4;

/** Reads a list by its cursor or by time; looks items up by their ids. */
export const httpPoll: Connector = {
  name: 'http-poll',
  describe(settings: Json) {
    const read = pollSettings(settings);
    if ('problems' in read) return read;
    const { events, rhythm, since, 'look-ups': asked } = read.settings;
    // Asked without a time, a list by time may hold what its system takes for recent.
    const list = since === undefined ? 'all' : 'recent';
    const lookUps = Object.fromEntries(
      Object.entries(asked).map(([name, { events: told }]) => [
        name,
        { events: told, list } as const,
      ]),
    );
    const types = eventTypes(events);
    return {
      manifest: { events: types, commands: {}, lookUps, idempotent: false, ...quietOf(rhythm) },
    };
  },
  hosts(setup: SystemSetup): readonly string[] {
    const line = { setup, settings: settingsOf(setup) };
    return [...new Set([...hostsAt(listUrl(line)?.href), ...hostsAt(itemUrl('0', line))])];
  },
  catchUp(cursor: string | undefined, setup: SystemSetup, out: Outbound) {
    return catchUp(cursor, lineOf(setup, out));
  },
  list(asked: { readonly name: string; readonly cursor?: string | undefined }, setup, out) {
    return listAll(asked, lineOf(setup, out));
  },
  async lookUp(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return lookUp(request, lineOf(setup, out));
  },
  async refetch(again: string, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    const line = lineOf(setup, out);
    const isSilent = line.settings.item === undefined;
    return isSilent ? { kind: 'retry', code: 'ONW-SYSTEM-SILENT' } : getItem(again, line);
  },
  async probe(setup: SystemSetup, out: Outbound): Promise<Health> {
    const line = lineOf(setup, out);
    const url = listUrl(line);
    const { page } = line.settings;
    if (page !== undefined) url?.searchParams.set(page.parameter, '1');
    const answer = await get(url?.href, line);
    return answer.kind === 'unset' ? { kind: 'refused', code: answer.code } : healthOf(answer);
  },
};

/** Asks for each id of the journey that the look-up is by; what one of them lacks, another has. */
async function lookUp({ name, refs }: LookUpRequest, line: Line): Promise<LookUpAnswer> {
  const asked = line.settings['look-ups'][name];
  const ids = refs[asked?.of || line.setup.name] ?? [];
  const received: Received[] = [];
  for (const id of ids.slice(0, mostIds)) {
    const answer = await getItem(id, line);
    if (answer.kind === 'retry') return answer;
    if (answer.kind === 'found') received.push(...answer.received);
  }
  const wanted = received.filter((each) => {
    return each.kind !== 'event' || asked?.events.includes(each.event.event) === true;
  });
  return wanted.length === 0 ? { kind: 'nothing' } : { kind: 'found', received: wanted };
}

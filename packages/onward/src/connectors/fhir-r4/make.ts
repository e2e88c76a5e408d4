/** Makes a resource once, however often it is asked: found by our key, or made on its absence. */
import type { Attempt } from '../../core/index.ts';
import { unsuccessful } from '../rest.ts';
import { agrees } from './agree.ts';
import type { Deed } from './deeds.ts';
import { ask, page, read } from './ehr.ts';
import type { Answer, Ehr } from './ehr.ts';
import { isObject, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { keySystem } from './map.ts';
import { done, unknown } from './outcome.ts';
import { fhirId } from './reference.ts';

/** A resource that is asked for. */
export interface Making {
  readonly deed: Deed;
  readonly resource: JsonObject;
  readonly key: string;
  readonly attempt: number;
}

/**
 * A first try makes it on the condition that none has the key (R4, http, "Conditional create");
 * later ones look for it before, since not every EHR honours the condition.
 */
export async function make(making: Making, ehr: Ehr): Promise<Attempt> {
  if (making.attempt > 1) {
    const found = await findOwn(making, ehr);
    if (found.kind !== 'none') return settle(found, making, ehr);
  }
  const { deed, resource } = making;
  const headers = { 'if-none-exist': query(making), prefer: 'return=representation' };
  const answer = await ask(ehr, { method: 'POST', path: deed.type, headers, body: resource });
  const isTwice = answer.kind === 'answered' && answer.status === 412;
  const outcome = unsuccessful(answer);
  if (outcome !== undefined && outcome.kind !== 'unknown' && !isTwice) return outcome;
  const id = outcome === undefined ? idOf(answer, deed.type) : undefined;
  if (id !== undefined) return confirm(id, making, ehr);
  // Nobody knows what came of it, or several have the key: looking tells.
  const found = await findOwn(making, ehr);
  return found.kind === 'none' ? unknown('ONW-OUT-UNKNOWN') : settle(found, making, ehr);
}

/** The id in the body, or in the header of an answer without one. */
function idOf(answer: Answer, type: string): string | undefined {
  const body = answer.kind === 'answered' ? answer.body : undefined;
  const location = new RegExp(`/${type}/([A-Za-z0-9.-]{1,64})(?:/_history/|$)`);
  const isOwn = isObject(body) && body['resourceType'] === type;
  const own = isOwn ? textAt(body, 'id') : undefined;
  const id = own ?? location.exec(answer.headers['location'] ?? '')?.[1];
  return id !== undefined && fhirId.test(id) ? id : undefined;
}

type Own =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }
  | { readonly kind: 'unread' };

function query({ key }: Making): string {
  return `identifier=${encodeURIComponent(`${keySystem}|${key}`)}`;
}

/** What carries our key. */
async function findOwn(making: Making, ehr: Ehr): Promise<Own> {
  const { type } = making.deed;
  const answer = await page(ehr, `${type}?${query(making)}&_count=2`);
  if (answer.kind !== 'page') return { kind: 'unread' };
  const ids = answer.resources.flatMap((each) => {
    return each['resourceType'] === type ? (textAt(each, 'id') ?? []) : [];
  });
  const [id] = ids;
  if (id === undefined) return { kind: 'none' };
  if (!fhirId.test(id)) return { kind: 'unread' };
  return ids.length === 1 ? { kind: 'one', id } : { kind: 'several' };
}

function settle(found: Own, making: Making, ehr: Ehr): Attempt | Promise<Attempt> {
  if (found.kind === 'one') return confirm(found.id, making, ehr);
  return unknown(found.kind === 'several' ? 'ONW-FHIR-TWICE' : 'ONW-OUT-UNKNOWN');
}

/** Reads it back: it is done when the EHR shows what was written. */
async function confirm(id: string, { deed, resource }: Making, ehr: Ehr): Promise<Attempt> {
  const answer = await read(ehr, { type: deed.type, id });
  if (answer.kind !== 'resource') return unknown('ONW-OUT-UNKNOWN');
  // The date is that of the try, and an earlier try may have made it.
  const { date: _date, ...lasting } = resource;
  return agrees(answer.resource, lasting, ehr.base)
    ? done(deed, id, answer.version)
    : unknown('ONW-FHIR-DIFFERS');
}

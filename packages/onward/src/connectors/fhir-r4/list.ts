/** Every resource of a kind that the settings listen to, page by page, whoever it is about. */
import type { Listed, Outbound, SystemSetup } from '../../core/index.ts';
import { ehrOf, search } from './ehr.ts';
import { gatherer } from './gather.ts';
import { kinds } from './kinds.ts';

const pageSize = 100;

/** A page; the cursor is the path of the next one, which stands under the base. */
export async function list(
  { name, cursor }: { readonly name: string; readonly cursor?: string | undefined },
  setup: SystemSetup,
  out: Outbound,
): Promise<Listed> {
  const kind = kinds.find((each) => each.name === name);
  if (kind === undefined) return { kind: 'page', received: [] };
  const ehr = ehrOf(setup, out);
  const narrow = Object.entries(ehr.settings.criteria).find(([type]) => type === kind.type)?.[1];
  const query = `_sort=_lastUpdated&_count=${pageSize}`;
  const first = `${kind.type}?${narrow === undefined ? '' : `${narrow}&`}${query}`;
  const answer = await search(ehr, cursor ?? first);
  if (answer.kind === 'retry') return answer;
  const found = answer.resources.filter((each) => each['resourceType'] === kind.type);
  const received = await gatherer(ehr).resources(found);
  const retry = received.find((each) => each.kind === 'retry');
  if (retry !== undefined) return retry;
  const { next } = answer;
  return next === undefined ? { kind: 'page', received } : { kind: 'page', received, cursor: next };
}

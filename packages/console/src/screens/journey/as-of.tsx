/**
 * As it was known at a time: the state is a fold of the journal, so any moment of it can be shown.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useId } from 'react';
import type { JournalPage } from '../../../../onward/src/api/index.ts';
import { get } from '../../api/client.ts';
import { useView } from '../../app/router.tsx';
import { Button } from '../../parts/button.tsx';
import { When } from '../../parts/when.tsx';
import { t } from '../../words/words.ts';

/** The whole journal of a journey; a journey has tens of entries, rarely hundreds. */
export function useJournal(id: string) {
  return useQuery<JournalPage['entries']>({
    queryKey: [`/v1/journeys/${id}`, 'journal'],
    queryFn: async ({ signal }) => {
      const entries: JournalPage['entries'] = [];
      let after: string | undefined;
      do {
        const path = `/v1/journeys/${id}/journal`;
        const page = await get<JournalPage>(path, { limit: 200, after }, signal);
        entries.push(...page.entries);
        after = page.next ?? undefined;
      } while (after !== undefined && entries.length < 2_000);
      return entries;
    },
    placeholderData: keepPreviousData,
  });
}

export function AsOf({ id }: { readonly id: string }) {
  const [view, change] = useView();
  const slider = useId();
  const { data: entries = [] } = useJournal(id);
  const at = view['at'];
  if (entries.length < 2) return null;
  const place = at === undefined ? entries.length - 1 : placeOf(entries, at);
  const shown = entries[place];
  return (
    <div className="as-of no-print" data-past={at !== undefined || undefined}>
      <label htmlFor={slider} className="row small">
        <History size={15} aria-hidden="true" />
        {at === undefined ? t('as-of.now') : t('as-of.then')}
        {at === undefined || shown === undefined ? null : <When at={shown.at} as="exact" />}
      </label>
      <input
        id={slider}
        type="range"
        min={0}
        max={entries.length - 1}
        value={place}
        aria-valuetext={t('as-of.value', { n: place + 1, of: entries.length })}
        onChange={(event) => {
          const next = Number(event.target.value);
          change({ at: next === entries.length - 1 ? '' : (entries[next]?.at ?? '') }, true);
        }}
      />
      {at === undefined ? null : (
        <Button small onPress={() => change({ at: '' })}>
          {t('as-of.back')}
        </Button>
      )}
    </div>
  );
}

function placeOf(entries: JournalPage['entries'], at: string): number {
  const found = entries.findLastIndex((entry) => Date.parse(entry.at) <= Date.parse(at));
  return Math.max(0, found);
}

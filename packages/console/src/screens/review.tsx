/** Review: what the assistant was unsure of; what a person says of it is what it learns from. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reading } from '../../../onward/src/api/index.ts';
import { asServer } from '../app/clock.ts';
import { useMe } from '../app/session.ts';
import { attempt } from '../parts/attempt.ts';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { Empty } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';
import { useEdge, type AskEdge } from './assistant/edge.ts';
import { LevelChip, levels } from './assistant/level.tsx';
import { Unlock } from './assistant/unlock.tsx';

interface ReadingPage {
  readonly readings: readonly Reading[];
  readonly next: string | null;
}

export function Page() {
  return (
    <Screen title={t('review.title')} lead={t('review.lead')}>
      <Unlock>{(reason) => <Readings reason={reason} />}</Unlock>
    </Screen>
  );
}

function Readings({ reason }: { readonly reason: string }) {
  const ask = useEdge(reason, 'review');
  const pages = useInfiniteQuery({
    queryKey: ['review', reason],
    queryFn: ({ pageParam }) => ask<ReadingPage>(`/review?limit=20${pageParam}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === null ? undefined : `&after=${next}`),
    // What people wrote does not stay in the page's memory.
    gcTime: 0,
  });
  return (
    <Paged
      pages={pages}
      rowsOf={({ readings }) => readings}
      empty={<Empty title={t('review.none')}>{t('review.none-lead')}</Empty>}
    >
      {(all) => (
        <div className="stack">
          <Fresh at={asServer(pages.dataUpdatedAt)} again={() => pages.refetch()} />
          {all.map((reading) => (
            <ReadingCard key={reading.id} reading={reading} ask={ask} />
          ))}
        </div>
      )}
    </Paged>
  );
}

function ReadingCard({ reading, ask }: { readonly reading: Reading; readonly ask: AskEdge }) {
  const [now, setNow] = useState(reading);
  const { readAs, why, text, at, state } = now;
  return (
    <article className="panel">
      <div className="panel-head">
        <LevelChip level={readAs.level} />
        <strong>{readAs.intent === null ? t('review.no-intent') : nameOf(readAs.intent)}</strong>
        {why === null ? null : (
          <Chip tone="warn" shape="unknown">
            {t(`review.why-${why}`)}
          </Chip>
        )}
        <span className="end small soft">
          {t('review.confidence', { share: Math.round(readAs.confidence * 100) })} ·{' '}
          <When at={at} as="both" />
        </span>
      </div>
      <div className="panel-body stack">
        <blockquote className="said">{text ?? t('review.no-text')}</blockquote>
        {readAs.concepts.length === 0 ? null : (
          <p className="row">
            {readAs.concepts.map((concept) => (
              <Chip key={concept}>{nameOf(concept)}</Chip>
            ))}
          </p>
        )}
        {state === 'reviewed' ? (
          <p className="row">
            <Chip tone="good" shape="good">
              {t('review.reviewed')}
            </Chip>
          </p>
        ) : (
          <Label reading={now} ask={ask} onDone={setNow} />
        )}
      </div>
    </article>
  );
}

/** What the shipped assistant tells apart; a program's own stands beside where it was read. */
const intents = [
  ...['book', 'move', 'cancel', 'confirm', 'late', 'refill', 'result', 'referral'],
  ...['billing', 'form', 'address', 'complaint', 'person', 'question', 'symptom', 'other'],
];

interface LabelProps {
  readonly reading: Reading;
  readonly ask: AskEdge;
  readonly onDone: (reading: Reading) => void;
}

function Label({ reading, ask, onDone }: LabelProps) {
  const { actor } = useMe();
  const { readAs, id } = reading;
  const [intent, setIntent] = useState(readAs.intent ?? '');
  const [level, setLevel] = useState<string>(readAs.level);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const candidates = readAs.candidates.map(({ concept }) => concept);
  const known =
    readAs.intent === null || intents.includes(readAs.intent)
      ? intents
      : [readAs.intent, ...intents];
  const label = {
    ...(intent === '' || intent === readAs.intent ? {} : { intent }),
    ...(level === readAs.level ? {} : { level }),
    ...(chosen.length === 0 ? {} : { concepts: [...readAs.concepts, ...chosen] }),
  };
  const isRight = Object.keys(label).length === 0;
  const save = async (): Promise<void> => {
    const kept = await attempt(
      () => ask<Reading>(`/review/${id}`, { actor, label }),
      t('review.kept'),
    );
    if (kept !== undefined) onDone(kept);
  };
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Candidates names={candidates} chosen={chosen} onChosen={setChosen} />
      <Pick
        label={t('review.intent')}
        value={intent}
        choices={[
          { value: '', label: t('review.no-intent') },
          ...known.map((value) => ({ value, label: nameOf(value) })),
        ]}
        onPick={setIntent}
      />
      <Pick
        label={t('review.level')}
        value={level}
        choices={levels.map((value) => ({ value, label: t(`level.${value}`) }))}
        onPick={setLevel}
      />
      <Button type="submit" kind="primary">
        {t(isRight ? 'review.right' : 'review.correct')}
      </Button>
    </form>
  );
}

interface CandidatesProps {
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}

/** What the words are near to; it is a fact only where a person says so. */
function Candidates({ names, chosen, onChosen }: CandidatesProps) {
  if (names.length === 0) return null;
  return (
    <div className="row" role="group" aria-label={t('review.perhaps')}>
      <span className="small soft">{t('review.perhaps')}</span>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={chosen.includes(name)}
          onClick={() => {
            const others = chosen.filter((each) => each !== name);
            onChosen(others.length < chosen.length ? others : [...chosen, name]);
          }}
        >
          {nameOf(name)}
        </button>
      ))}
    </div>
  );
}

/** People & calendars: who is there, who is away, who takes over, and when each team works. */
import { useState } from 'react';
import type { People } from '../../../onward/src/api/index.ts';
import { post } from '../api/client.ts';
import { useRead, useRenew } from '../api/queries.ts';
import { serverNow } from '../app/clock.ts';
import { useMe, useSession } from '../app/session.ts';
import { AskForm } from '../parts/ask-form.tsx';
import { attempt } from '../parts/attempt.ts';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Figure } from '../parts/number.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';

export function Page() {
  const query = useRead<People>('/v1/people');
  return (
    <Screen
      title={t('people.title')}
      lead={t('people.lead')}
      acts={
        <>
          <Fresh at={query.data?.at} again={() => query.refetch()} busy={query.isFetching} />
          <Absent />
        </>
      }
    >
      <Loaded query={query}>
        {(people) => (
          <>
            <Panel title={t('people.teams')} flush>
              <Owners owners={people.owners} />
            </Panel>
            <div className="source-grid">
              {people.calendars.map((calendar) => (
                <Calendar key={calendar.name} calendar={calendar} />
              ))}
            </div>
          </>
        )}
      </Loaded>
    </Screen>
  );
}

type Owner = People['owners'][number];

function Owners({ owners }: Pick<People, 'owners'>) {
  return (
    <Table
      caption={t('people.teams')}
      rows={owners}
      keyOf={({ name }) => name}
      columns={[
        {
          name: t('people.name'),
          cell: ({ name, kind }) => (
            <>
              <strong>{nameOf(name)}</strong>{' '}
              <span className="soft small">{t(`people.${kind}`)}</span>
            </>
          ),
        },
        { name: t('people.members'), cell: ({ people }) => <Members people={people} /> },
        {
          name: t('people.hours'),
          cell: ({ onNow, nextOpen, calendar }) => (
            <>
              {onNow ? (
                <Chip tone="good" shape="good">
                  {t('people.on')}
                </Chip>
              ) : (
                <Chip shape="hold">{t('people.off')}</Chip>
              )}
              <br />
              <span className="small soft">
                {nameOf(calendar)}
                {onNow || nextOpen === null ? null : (
                  <>
                    {' '}
                    · {t('people.opens')} <When at={nextOpen} as="both" />
                  </>
                )}
              </span>
            </>
          ),
        },
        {
          name: t('people.fallback'),
          cell: ({ fallback }) => (fallback === null ? '' : nameOf(fallback)),
        },
        {
          name: t('load.open'),
          isNumber: true,
          cell: ({ name, open }) => (
            <Figure value={open} rows={{ to: '/queue', search: { owner: name } }} />
          ),
        },
        {
          name: t('load.overdue'),
          isNumber: true,
          cell: ({ name, overdue }) => (
            <Figure
              value={overdue}
              rows={{ to: '/queue', search: { owner: name, state: 'overdue' } }}
            />
          ),
        },
      ]}
    />
  );
}

function Members({ people }: Pick<Owner, 'people'>) {
  const { actor } = useMe();
  const renew = useRenew();
  const back = async (id: string): Promise<void> => {
    await attempt(() => post(`/v1/absences/${id}/end`, { actor }), t('people.is-back'));
    renew('/v1/people', '/v1/today');
  };
  return (
    <ul className="row">
      {people.map(({ id, absent }) => (
        <li key={id} className="row">
          <code>{id}</code>
          {absent === null ? null : (
            <>
              <Chip tone="warn" shape="warn">
                {t('people.away')}
              </Chip>
              {absent.until === null ? null : (
                <span className="tiny soft">
                  <When at={absent.until} as="exact" />
                </span>
              )}
              <Button small kind="quiet" onPress={() => void back(absent.id)}>
                {t('people.back')}
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function Calendar({ calendar }: { readonly calendar: People['calendars'][number] }) {
  const { name, zone, week, exceptions } = calendar;
  return (
    <Panel title={nameOf(name)} end={<span className="small soft">{zone}</span>}>
      <div className="stack">
        <table className="week">
          <caption className="only-spoken">{t('people.week', { name: nameOf(name) })}</caption>
          <tbody>
            {days.map((day) => {
              const shifts = week.find((each) => each.day === day)?.shifts ?? [];
              return (
                <tr key={day}>
                  <th scope="row">{t(`day.${day}`)}</th>
                  <td>
                    <DayBar shifts={shifts} />
                  </td>
                  <td className="small nowrap">
                    {shifts.length === 0 ? (
                      <span className="soft">{t('people.closed')}</span>
                    ) : (
                      shifts.map(({ from, to }) => `${from}–${to}`).join(', ')
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {exceptions.length === 0 ? null : (
          <details>
            <summary className="small">{t('people.exceptions', { n: exceptions.length })}</summary>
            <dl className="facts small">
              {exceptions.map(({ date, shifts }) => (
                <div key={date} style={{ display: 'contents' }}>
                  <dt>{date}</dt>
                  <dd>
                    {shifts.length === 0
                      ? t('people.closed')
                      : shifts.map(({ from, to }) => `${from}–${to}`).join(', ')}
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </Panel>
  );
}

function DayBar({
  shifts,
}: {
  readonly shifts: readonly { readonly from: string; readonly to: string }[];
}) {
  return (
    <svg className="day-bar" viewBox="0 0 24 2" preserveAspectRatio="none" aria-hidden="true">
      <rect className="day-ground" width="24" height="2" />
      {shifts.map(({ from, to }) => (
        <rect
          key={from}
          className="day-shift"
          x={hours(from)}
          width={Math.max(0, hours(to) - hours(from))}
          height="2"
        />
      ))}
    </svg>
  );
}

function hours(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour + minute / 60;
}

function Absent() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('people.say-absent')}</Button>
      <Dialog title={t('people.say-absent')} isOpen={open} onClose={() => setOpen(false)}>
        <AbsentForm onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AbsentForm({ onClose }: { readonly onClose: () => void }) {
  const { actor } = useMe();
  const { people } = useSession();
  const renew = useRenew();
  const [person, setPerson] = useState(actor);
  const [from, setFrom] = useState(() => local(serverNow()));
  const [until, setUntil] = useState('');
  const save = async (): Promise<void> => {
    const body = {
      actor,
      person,
      from: new Date(from).toISOString(),
      until: until === '' ? null : new Date(until).toISOString(),
    };
    const saved = await attempt(
      () => post('/v1/absences', body),
      t('people.absent-saved', { person }),
    );
    if (saved === undefined) return;
    renew('/v1/people', '/v1/today');
    onClose();
  };
  return (
    <AskForm go={t('people.save')} isReady={from !== ''} onGo={() => void save()} onClose={onClose}>
      <p className="soft">{t('people.absent-lead')}</p>
      <Pick
        block
        label={t('people.person')}
        value={person}
        choices={people.map(({ id }) => ({ value: id, label: id }))}
        onPick={setPerson}
      />
      <div className="field">
        <label htmlFor="absent-from">{t('people.from')}</label>
        <input
          id="absent-from"
          type="datetime-local"
          required
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="absent-until">{t('people.until')}</label>
        <input
          id="absent-until"
          type="datetime-local"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
        <span className="hint">{t('people.until-hint')}</span>
      </div>
    </AskForm>
  );
}

function local(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

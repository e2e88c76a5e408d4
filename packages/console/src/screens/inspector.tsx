/** Inspector, in development: send events, move the clock, and read what the server says. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client.ts';
import { useRenew } from '../api/queries.ts';
import { serverNow, serverSays, useNow } from '../app/clock.ts';
import { useSession } from '../app/session.ts';
import { AskForm } from '../parts/ask-form.tsx';
import { attempt } from '../parts/attempt.ts';
import { Button } from '../parts/button.tsx';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Screen } from '../parts/screen.tsx';
import { say } from '../parts/toasts.tsx';
import { fullTime } from '../words/time.ts';
import { t } from '../words/words.ts';

export function Page() {
  const { mode } = useSession();
  return (
    <Screen title={t('inspector.title')} lead={t('inspector.lead')}>
      {mode === 'dev' ? (
        <>
          <Clock />
          <Send />
          <Raw />
        </>
      ) : (
        <Empty title={t('inspector.dev-only')} />
      )}
    </Screen>
  );
}

const jumps = ['1h', '4h', '1d', '3d', '7d'] as const;

function Clock() {
  const now = useNow();
  const { zone } = useSession();
  const renew = useRenew();
  const [busy, setBusy] = useState(false);
  const move = async (by: string): Promise<void> => {
    setBusy(true);
    const said = await attempt(() => post<{ now: string }>('/v1/dev/clock', { by }));
    setBusy(false);
    if (said === undefined) return;
    serverSays(said.now);
    renew('/v1/queue', '/v1/today', 'session');
    say(t('inspector.moved'));
  };
  return (
    <Panel title={t('inspector.clock')}>
      <div className="row">
        <strong>{fullTime(now, zone)}</strong>
        {jumps.map((by) => (
          <Button key={by} isDisabled={busy} onPress={() => void move(by)}>
            {t('inspector.ahead', { span: by })}
          </Button>
        ))}
      </div>
    </Panel>
  );
}

interface ProgramAnswer {
  readonly program: {
    readonly systems: Readonly<
      Record<string, { readonly events: Readonly<Record<string, EventDef>> }>
    >;
  };
}
interface EventDef {
  readonly data?: Readonly<
    Record<string, { readonly kind: string; readonly values?: readonly string[] }>
  >;
  readonly refs?: Readonly<Record<string, { readonly system: string }>>;
}

function Send() {
  const program = useQuery({
    queryKey: ['program'],
    queryFn: () => get<ProgramAnswer>('/v1/program'),
  });
  return (
    <Panel title={t('inspector.send')}>
      <Loaded query={program}>
        {({ program: { systems } }) => <SendForm systems={systems} />}
      </Loaded>
    </Panel>
  );
}

function SendForm({ systems }: { readonly systems: ProgramAnswer['program']['systems'] }) {
  const all = Object.entries(systems).flatMap(([system, { events }]) =>
    Object.entries(events).map(([name, definition]) => ({
      system,
      type: `${system}.${name}`,
      definition,
    })),
  );
  const [type, setType] = useState(all[0]?.type ?? '');
  const chosen = all.find((each) => each.type === type);
  const [text, setText] = useState<string>();
  const [answer, setAnswer] = useState('');
  const body = text ?? (chosen === undefined ? '' : JSON.stringify(example(chosen), null, 2));
  const send = async (): Promise<void> => {
    const said = await attempt(
      () => post<unknown>('/v1/events', JSON.parse(body) as unknown),
      t('inspector.sent'),
    );
    setAnswer(JSON.stringify(said, null, 2));
  };
  return (
    <div className="stack">
      <AskForm go={t('inspector.send')} onGo={() => void send()}>
        <Pick
          label={t('inspector.event')}
          value={type}
          choices={all.map(({ type: value }) => ({ value, label: value }))}
          onPick={(value) => {
            setType(value);
            setText(undefined);
          }}
        />
        <div className="field">
          <label htmlFor="event-body">{t('inspector.body')}</label>
          <textarea
            id="event-body"
            rows={14}
            spellCheck={false}
            value={body}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      </AskForm>
      {answer === '' ? null : (
        <pre className="answer" tabIndex={0}>
          {answer}
        </pre>
      )}
    </div>
  );
}

type Given = readonly [name: string, value: unknown];

/** A CloudEvent with an example of each thing that the event declares. */
function example({
  system,
  type,
  definition,
}: {
  readonly system: string;
  readonly type: string;
  readonly definition: EventDef;
}) {
  const data = Object.entries(definition.data ?? {}).map(([name, fact]): Given => [
    name,
    sample(fact),
  ]);
  const refs = Object.keys(definition.refs ?? {}).map((name): Given => [name, `${name}-1001`]);
  const values: Readonly<Record<string, unknown>> = Object.fromEntries([...refs, ...data]);
  return {
    specversion: '1.0',
    id: `evt-${serverNow().toString(36)}`,
    source: system,
    type,
    time: new Date(serverNow()).toISOString(),
    data: values,
  };
}

function sample({
  kind,
  values,
}: {
  readonly kind: string;
  readonly values?: readonly string[];
}): unknown {
  const inADay = new Date(serverNow() + 86_400_000).toISOString();
  const samples: Readonly<Record<string, unknown>> = {
    flag: true,
    count: 1,
    instant: inADay,
    date: inADay.slice(0, 10),
    duration: 'PT30M',
    money: { amount: 1_000, currency: 'USD' },
    zone: 'America/New_York',
    'one-of': values?.[0],
  };
  return samples[kind] ?? 'x-1001';
}

function Raw() {
  const [path, setPath] = useState('/v1/journeys?limit=5');
  const [answer, setAnswer] = useState('');
  const ask = async (): Promise<void> => {
    setAnswer(JSON.stringify(await attempt(() => get<unknown>(path)), null, 2));
  };
  return (
    <Panel title={t('inspector.ask')}>
      <div className="stack">
        <AskForm go={t('inspector.ask')} onGo={() => void ask()}>
          <div className="field">
            <label htmlFor="ask-path">{t('inspector.path')}</label>
            <input
              id="ask-path"
              className="mono"
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
          </div>
        </AskForm>
        {answer === '' ? null : (
          <pre className="answer" tabIndex={0}>
            {answer}
          </pre>
        )}
      </div>
    </Panel>
  );
}

/** A bench for one connector: the smallest program with one system of it, compiled as any other. */
import type {
  Connector,
  Json,
  Manifest,
  Outbound,
  Problem,
  Program,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { compileObject, RetryError } from '../../core/index.ts';
import { connectors } from '../../connectors/index.ts';
import { sealing } from '../compose/edge.ts';
import type { Trial, TriedModule } from './module.ts';
import type { Recording } from './recording.ts';
import { deliveryOf } from './recording.ts';

/** The name that the program gives the system. */
const benchSystem = 'bench';

export interface Bench {
  readonly connector: Connector;
  readonly program: Program;
  readonly setup: SystemSetup;
  /** A recorded delivery, proved anew at its time of receipt where the trial can sign. */
  deliver(recording: Recording, change?: Partial<RawDelivery>): RawDelivery;
  /** @throws whatever the connector throws: a connector must not. */
  receive(delivery: RawDelivery): Promise<readonly Received[]>;
  /** Passes events as the edge does. @throws RejectError for what the manifest does not declare */
  pass(received: Received, receivedAt: number): void;
}

/** The bench, or why the language refuses the connector. */
export function makeBench({
  connector,
  trial,
}: TriedModule): Bench | { readonly problems: readonly Problem[] } {
  const known = { ...connectors, [connector.name]: connector };
  const { program, problems } = compileObject(programOf(connector, trial), known);
  const system = program?.systems[benchSystem];
  if (program === undefined || system === undefined) {
    return { problems: problems.filter(({ severity }) => severity === 'error') };
  }
  const setup: SystemSetup = {
    name: benchSystem,
    system,
    codes: program.codes,
    secret: (name) => (Object.hasOwn(trial.secrets, name) ? trial.secrets[name] : undefined),
  };
  return {
    connector,
    program,
    setup,
    deliver(recording, change = {}) {
      const delivery = { ...deliveryOf(recording), ...change };
      const signed = trial.sign?.(delivery.body, delivery.receivedAt) ?? {};
      return { ...delivery, headers: { ...delivery.headers, ...signed } };
    },
    async receive(delivery) {
      return (await connector.receive?.(delivery, setup, nobody(delivery.receivedAt))) ?? [];
    },
    pass(received, receivedAt) {
      if (received.kind !== 'event') return;
      sealing(program, () => receivedAt).event(benchSystem, received.event);
    },
  };
}

/** A system is asked nothing on the bench: nobody is there. */
function nobody(nowMs: number): Outbound {
  const away = (): Promise<never> => {
    return Promise.reject(new RetryError('ONW-OUT-UNREACHED', 'Nobody answers on the bench.'));
  };
  return { fetch: away, connect: away, nowMs: () => nowMs };
}

/** One journey that asks nothing of the system, and every other system that its manifest names. */
function programOf(connector: Connector, { settings, codes }: Trial): Json {
  const others = otherSystems(connector, settings).map((name) => {
    return [name, { connector: 'api', owner: 'desk', settings: { events: {} } }] as const;
  });
  return {
    program: 'bench',
    calendars: { office: { zone: 'Etc/UTC', week: { 'mon-fri': '09:00-17:00' } } },
    teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
    roles: { lead: { calendar: 'office', people: ['p-2'] } },
    exceptions: { within: { business: '1d' }, escalate: ['lead'], every: '1d' },
    codes: { ...codes },
    systems: {
      'bench-desk': {
        connector: 'api',
        owner: 'desk',
        settings: { events: { begun: { refs: { person: { of: 'subject' } } } } },
      },
      ...Object.fromEntries(others),
      [benchSystem]: { connector: connector.name, owner: 'desk', settings },
    },
    journeys: [
      {
        journey: 'bench',
        subject: 'person',
        owner: 'desk',
        enrol: { on: 'bench-desk.begun', 'once-per': 'subject' },
        start: 'decision',
        ignore: { 'bench-desk.begun': 'the journey has begun' },
        stages: {
          only: {
            steps: {
              decision: {
                task: 'decide',
                owner: 'desk',
                within: { business: '1d' },
                actions: { done: 'ended' },
                overdue: { escalate: ['lead'], every: '1d' },
              },
              ended: { end: 'ended' },
            },
          },
        },
      },
    ],
  };
}

function otherSystems(connector: Connector, settings: Json): readonly string[] {
  const described = connector.describe(settings);
  if ('problems' in described) return [];
  const found = new Set(systemsOf(described.manifest));
  found.delete('');
  found.delete(benchSystem);
  return [...found];
}

function systemsOf({ events, commands }: Manifest): readonly string[] {
  const refs = Object.values(events).flatMap((event) => Object.values(event.refs));
  const facts = [
    ...Object.values(events).map(({ data }) => data),
    ...Object.values(commands).flatMap(({ args, returns }) => [args, returns]),
  ].flatMap((types) => Object.values(types));
  const ofFacts = facts.flatMap((type) => (type.kind === 'ref' ? [type.system] : []));
  return [...refs.map(({ system }) => system), ...ofFacts];
}

/** Everything that happens to the people: told, told wrongly, looked at, acted on. */
import type { Patient, Resource } from '@medplum/fhirtypes';
import {
  appointment,
  mrnSystem,
  order,
  report,
  task,
} from '../../src/connectors/fhir-r4/people.fixture.ts';
import { sendMllp } from '../../src/edge/index.ts';
import { hl7Spoilers, spoilers } from './broken.ts';
import { sayings } from './chart.ts';
import { bounce, doors, hl7Of } from './deliveries.ts';
import type { Door } from './deliveries.ts';
import type { Outside } from './outside.ts';
import type { Person } from './people.ts';
import type { Planes } from './planes.ts';

/** What was said to the edge, and all of its answers: no answer may repeat what it was told. */
export class Play {
  readonly answers: string[] = [];
  /** Deliveries by how they were answered. */
  readonly counts = new Map<string, number>();
  private readonly planes: Planes;
  private serial = 0;

  constructor(planes: Planes) {
    this.planes = planes;
  }

  private count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** The id of an event is given back to the sender who gave it, and to nobody else. */
  private hear(...texts: readonly string[]): void {
    this.answers.push(...texts.map((text) => text.replaceAll(/"id":"[^"]*"/g, '"id":""')));
  }

  /** One request to the edge; a process that dies in between gives no answer. */
  async post(path: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<void> {
    await this.again(async () => {
      const url = `${this.planes.edgeUrl}${path}`;
      const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
      this.hear(JSON.stringify([...response.headers]), await response.text());
      const door = doors.find((each) => path.startsWith(each.path));
      this.count(`${door?.system ?? 'elsewhere'} ${response.status}`);
    });
  }

  private deliver(door: Door, body: Buffer, how: { id?: string; forged?: boolean } = {}) {
    const { id = `msg_${++this.serial}`, forged = false } = how;
    return this.post(door.path, body, door.sign(body, { id, forged }));
  }

  private async line(bytes: Buffer): Promise<void> {
    const target = { host: '127.0.0.1', port: this.planes.mllpPort, timeoutMs: 10_000 };
    await this.again(async () => {
      const answer = Buffer.from(await sendMllp(target, bytes)).toString('latin1');
      this.hear(withoutSender(answer));
      this.count(`hl7 ${/\rMSA.(A[AER])/.exec(answer)?.[1] ?? 'none'}`);
    });
  }

  /** As systems do: what was not answered is sent again, a process may just be starting. */
  private async again(send: () => Promise<void>): Promise<void> {
    for (const pauseMs of [100, 400, 1_000, 2_000, 4_000, 0]) {
      try {
        await send();
        return;
      } catch {
        this.count('no answer');
        await new Promise((resolve) => {
          setTimeout(resolve, pauseMs);
        });
      }
    }
  }

  /** Good deliveries by every way in. */
  async good(person: Person, number: number): Promise<void> {
    await Promise.all([
      ...doors.map((door) => this.deliver(door, Buffer.from(door.body(person, number)))),
      ...hl7Of(person, number).map((message) => this.line(Buffer.from(message))),
    ]);
  }

  /** Spoiled ones: each door in every way. */
  async broken(person: Person): Promise<void> {
    for (const spoil of Object.values(spoilers)) {
      await Promise.all(
        doors.map((door) => this.deliver(door, spoil(door.body(person, 1), person))),
      );
    }
    for (const spoil of Object.values(hl7Spoilers)) {
      await Promise.all(hl7Of(person, 2).map((message) => this.line(spoil(message, person))));
    }
    for (const door of doors) {
      await this.deliver(door, Buffer.from(door.body(person, 3)), { forged: true });
    }
  }

  /** People in addresses, headers and files that belong elsewhere. */
  async misplaced(person: Person, files: readonly Buffer[]): Promise<void> {
    const name = encodeURIComponent(`${person.given} ${person.family}`);
    const raw = Buffer.from(`${person.given} ${person.family}`).toString('latin1');
    const header = raw.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '?');
    for (const door of doors) {
      const body = Buffer.from(door.body(person, 4));
      const headers = door.sign(body, { id: `msg_${++this.serial}` });
      const told = {
        ...headers,
        'x-patient': header,
        cookie: `p=${person.mrn}`,
        from: person.email,
      };
      await this.post(`${door.path}?patient=${name}&ssn=${person.ssn}`, body, told);
      await this.post(`${door.path}/${name}`, body, told);
      for (const file of files) await this.deliver(door, file);
    }
    await this.post(`/in/${name}`, Buffer.from('{}'), {});
    await this.post(`/${name}/${person.mrn}`, Buffer.from('{}'), { referer: `http://x/${name}` });
    const huge = Buffer.from(JSON.stringify(sayings(person)).repeat(9_000));
    for (const door of doors.slice(0, 2)) await this.deliver(door, huge);
    await this.line(Buffer.from(sayings(person).join('\r').repeat(9_000)));
  }

  /** What an EHR writes down, and tells of by name. */
  async charted(person: Person, { ehr }: Outside): Promise<void> {
    const written = await ehr.repo.createResource<Patient>({
      resourceType: 'Patient',
      identifier: [{ system: mrnSystem, value: person.mrn }],
      name: [{ use: 'official', family: person.family, given: [person.given] }],
      birthDate: person.birthDate,
      telecom: [
        { system: 'phone', value: person.phone },
        { system: 'email', value: person.email },
      ],
      address: [{ line: [person.street], city: person.city }],
    });
    const who = `Patient/${written.id}`;
    const told = sayings(person)[1] ?? '';
    const ordered = await ehr.repo.createResource(order(who));
    const about: Resource[] = [
      { ...appointment(who), comment: told, description: told },
      { ...report(who, `ServiceRequest/${ordered.id}`), conclusion: told },
      { ...task(who, `ServiceRequest/${ordered.id}`), description: told },
    ];
    const door = doors.find(({ system }) => system === 'ehr');
    for (const each of about) {
      const stored = await ehr.repo.createResource(each);
      if (door !== undefined) await this.deliver(door, Buffer.from(JSON.stringify(stored)));
    }
  }

  /** Mails come back, with everything that was in them. */
  async bounced(people: readonly Person[], { mails }: Outside): Promise<void> {
    const door = doors.find(({ system }) => system === 'mail');
    for (const [index, { text }] of mails.slice(0, 40).entries()) {
      const person = people[index % people.length];
      if (person === undefined || door === undefined) continue;
      await this.deliver(door, Buffer.from(bounce(person, text)));
    }
  }
}

/** An acknowledgement is addressed to its sender (MSH-5, 6) and names its message (MSA-2). */
function withoutSender(answer: string): string {
  return answer
    .replace(/^(MSH(?:\|[^|]*){3}\|)[^|]*\|[^|]*/, '$1|')
    .replace(/(\rMSA.A[AER]\|)[^|\r]*/, '$1');
}

interface Listed {
  readonly id: string;
  readonly journey: string;
  readonly kind: string;
}

/** What is open now. */
async function openTasks(planes: Planes): Promise<readonly Listed[]> {
  const response = await fetch(`${planes.apiUrl}/v1/obligations?kind=task&limit=200`);
  const { obligations } = (await response.json()) as { obligations: Listed[] };
  return obligations;
}

/** People of the program look at briefs, write notes, and act; how many briefs told something. */
export async function decide(
  planes: Planes,
  people: readonly Person[],
  most: number,
): Promise<{ readonly tasks: number; readonly shown: number }> {
  const json = { 'content-type': 'application/json' };
  const tasks = (await openTasks(planes)).slice(0, most);
  let shown = 0;
  for (const [index, { id }] of tasks.entries()) {
    const person = people[index % people.length];
    const asked = await fetch(`${planes.apiUrl}/v1/obligations/${id}/brief`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ actor: 'p-1', reason: 'call-back' }),
    });
    const pass = (await asked.json()) as { url?: string; token?: string };
    if (pass.url !== undefined && person !== undefined) {
      const headers = { ...json, authorization: `Bearer ${pass.token}` };
      const brief = await (await fetch(pass.url, { headers })).text();
      if (brief.includes('label')) shown += 1;
      const text = sayings(person).join(' ');
      const body = JSON.stringify({ text });
      await fetch(`${pass.url}/notes`, { method: 'POST', headers, body });
      await (await fetch(`${pass.url}/notes`, { headers })).text();
    }
    await fetch(`${planes.apiUrl}/v1/obligations/${id}/act`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ action: index % 2 === 0 ? 'done' : 'again', actor: 'p-1' }),
    });
  }
  return { tasks: tasks.length, shown };
}

/** Every GET that the coordinator documents, for every journey; how many answers there were. */
export async function walk(planes: Planes, most: number): Promise<number> {
  const read = async (path: string): Promise<string> =>
    (await fetch(`${planes.apiUrl}${path}`)).text();
  const { paths } = JSON.parse(await read('/openapi.json')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const routes = Object.entries(paths).flatMap(([path, methods]) => ('get' in methods ? path : []));
  const listed = JSON.parse(await read('/v1/journeys?limit=200')) as { journeys: { id: string }[] };
  const journeys = listed.journeys.slice(0, most).map(({ id }) => id);
  let count = 2;
  for (const route of routes) {
    if (route === '/v1/changes') continue;
    const isOne = route.includes('{');
    const asked = isOne ? journeys.map((id) => route.replace(/\{[^}]*\}/, id)) : [route];
    for (const path of asked) {
      await read(path);
      count += 1;
    }
  }
  return count;
}

/** Callers of the coordinator itself who name people where no people belong. */
export async function nameToCoordinator(
  planes: Planes,
  person: Person,
): Promise<readonly string[]> {
  const name = encodeURIComponent(`${person.given} ${person.family}`);
  const json = { 'content-type': 'application/json' };
  const edge = { ...json, authorization: 'Bearer what-both-planes-know' };
  const [open] = await openTasks(planes);
  const id = open?.id ?? 'obl_1-1-1';
  const said = sayings(person);
  const posts: [string, unknown, Record<string, string>][] = [
    [
      `/v1/obligations/${id}/act`,
      { action: person.family, actor: person.mrn, data: { said } },
      json,
    ],
    [`/v1/obligations/${name}/act`, { action: 'done', actor: person.mrn }, json],
    [`/v1/obligations/${id}/brief`, { actor: person.given, reason: said[0] }, json],
    [
      `/v1/journeys/${open?.journey ?? 'jrn_1'}/assign`,
      { owner: person.family, actor: 'p-1' },
      json,
    ],
    [`/v1/journeys/${name}/park`, { reason: said[1] }, json],
    ['/v1/events', { id: person.mrn, type: person.family, source: name }, json],
    ['/v1/edge/events', { events: [{ id: person.family, type: said[0], source: name }] }, edge],
    ['/v1/edge/orders/1', { kind: 'done', data: { note: said }, code: said[0] }, edge],
    ['/v1/edge/reveals', { obligation: id, person: person.family, reason: said[0] }, edge],
    [`/${name}`, said, json],
  ];
  const answers: string[] = [];
  const take = async (response: Response): Promise<void> => {
    answers.push(JSON.stringify([...response.headers]), await response.text());
  };
  for (const [path, body, headers] of posts) {
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    await take(await fetch(`${planes.bareUrl}${path}`, init));
    await take(await fetch(`${planes.bareUrl}${path}`, { ...init, body: `${init.body}{` }));
  }
  for (const path of [
    `/v1/journeys/${name}`,
    `/v1/journeys?after=${name}`,
    `/v1/obligations?owner=${name}`,
    `/in/${name}`,
  ]) {
    await take(await fetch(`${planes.bareUrl}${path}`, { headers: { cookie: `p=${person.mrn}` } }));
  }
  return answers;
}

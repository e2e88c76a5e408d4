/**
 * examples/03-assistant as it runs: a whole Onward on its own database, a FHIR server, Twilio's
 * API and a scheduler, over real sockets. Its clock stands still until it is moved.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Patient } from '@medplum/fhirtypes';
import { expect, vi } from 'vitest';
import { openLog } from '../../../src/cli/compose/log.ts';
import { standingClock } from '../../../src/cli/compose/movable-clock.ts';
import { passTime } from '../../../src/cli/compose/pass-time.ts';
import { start } from '../../../src/cli/compose/start.ts';
import type { Running } from '../../../src/cli/compose/start.ts';
import { loadProgram } from '../../../src/cli/program/load.ts';
import { startEhr } from '../../../src/connectors/fhir-r4/ehr.fixture.ts';
import type { EhrFixture } from '../../../src/connectors/fhir-r4/ehr.fixture.ts';
import { serveLoopback } from '../../../src/connectors/outbound.fixture.ts';
import type { LoopbackServer } from '../../../src/connectors/outbound.fixture.ts';
import {
  account,
  deliver,
  serveTwilio,
  text,
  token,
} from '../../../src/connectors/twilio/twilio.fixture.ts';
import type { World } from '../../../src/connectors/twilio/twilio.fixture.ts';

const example = fileURLToPath(new URL('../../../../../examples/03-assistant', import.meta.url));
const publicUrl = 'https://edge.clinic.example';
/** Monday 2 November 2026, 10:00 in Chicago. */
const begin = Date.parse('2026-11-02T16:00:00Z');

export interface Shown {
  readonly id: string;
  readonly journey: string;
  readonly places: readonly { readonly step: string }[];
  readonly milestones: readonly string[];
  readonly obligations: readonly {
    readonly id: string;
    readonly name: string;
    readonly owner: { readonly id?: string } | string;
  }[];
}

interface Parts {
  readonly folder: string;
  readonly world: World;
  readonly ehr: EhrFixture;
  readonly twilio: LoopbackServer;
  readonly scheduler: LoopbackServer;
  readonly clock: ReturnType<typeof standingClock>;
  readonly running: Running;
}

export class Practice {
  readonly parts: Parts;
  private serial = 0;

  private constructor(parts: Parts) {
    this.parts = parts;
  }

  static async open(): Promise<Practice> {
    const folder = await mkdtemp(join(tmpdir(), 'onward-assistant-'));
    const clock = standingClock(begin);
    const world: World = { kept: [], now: () => clock.now() };
    const [ehr, twilio, scheduler] = await Promise.all([
      startEhr(),
      serveTwilio(world),
      serveLoopback(({ body }) => {
        const { args } = JSON.parse(body) as { args: { start: string } };
        return { status: 200, body: { visit: 'V-1', start: args.start } };
      }),
    ]);
    const variables: Readonly<Record<string, string>> = {
      TWILIO_ACCOUNT_SID: account,
      TWILIO_AUTH_TOKEN: token,
      SMS_FROM: '+15550100100',
      SMS_PUBLIC_URL: `${publicUrl}/in/texting`,
      TWILIO_URL: twilio.url,
      EDGE_PUBLIC_URL: publicUrl,
      EHR_URL: ehr.url,
      SCHEDULER_WEBHOOK_URL: scheduler.url,
      SCHEDULER_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    };
    const { program } = (await loadProgram(example)).result;
    if (program === undefined) throw new Error('The example does not compile.');
    const host = '127.0.0.1';
    const running = await start({
      program,
      folder,
      databaseUrl: undefined,
      host,
      port: 0,
      mllp: { host, port: 0 },
      token: undefined,
      edge: { kind: 'here', port: 0 },
      privateHosts: ['*'],
      clock,
      secrets: (name) => variables[name],
      log: openLog('silent'),
      onProgress: () => undefined,
    });
    return new Practice({ folder, world, ehr, twilio, scheduler, clock, running });
  }

  /** Stops all; the data stays until it is removed. */
  async stop(): Promise<void> {
    const { running, ehr, twilio, scheduler } = this.parts;
    await running.stop();
    await Promise.all([ehr.close(), twilio.close(), scheduler.close()]);
  }

  async remove(): Promise<void> {
    await rm(this.parts.folder, { recursive: true, force: true });
  }

  /** Somebody whom the EHR and the practice know. */
  async knows(mrn: string, phone: string): Promise<string> {
    const { id } = await this.parts.ehr.write<Patient>({
      resourceType: 'Patient',
      identifier: [{ system: 'http://clinic.example/mrn', value: mrn }],
    });
    const event = {
      specversion: '1.0',
      id: `known-${mrn}`,
      source: 'clinic',
      type: 'clinic.patient.known',
      data: { patient: mrn, phone },
    };
    expect((await this.post('/v1/events', event)).status).toBe(202);
    return id;
  }

  /** What a person texts, as Twilio hands it on. */
  async texts(phone: string, words: string): Promise<void> {
    const sid = `SM${String(++this.serial).padStart(32, 'f')}`;
    const form = text(words, { MessageSid: sid, From: phone });
    const { headers, body } = deliver(form, { url: `${publicUrl}/in/texting` });
    const response = await fetch(`${this.edge}/in/texting`, {
      method: 'POST',
      headers,
      body: Buffer.from(body).toString(),
    });
    expect(response.status).toBe(202);
  }

  /** What the number was sent, in order. */
  told(phone: string): readonly string[] {
    return this.parts.world.kept.filter(({ to }) => to === phone).map(({ body }) => body);
  }

  /** The edge's own door. */
  get edge(): string {
    return this.parts.running.edgeUrl ?? '';
  }

  /** An address that was sent to a person, as their browser reaches it here. */
  door(link: string): string {
    return link.replace(publicUrl, this.edge);
  }

  async pass(ms: number): Promise<void> {
    const { running, clock } = this.parts;
    await passTime({ engine: running.engine, clock }, clock.now() + ms);
  }

  async journeys(kind: string): Promise<readonly Shown[]> {
    const { journeys } = await this.read<{ journeys: Shown[] }>('/v1/journeys?limit=50');
    const found = journeys.filter(({ journey }) => journey === kind);
    return Promise.all(found.map(({ id }) => this.read<Shown>(`/v1/journeys/${id}`)));
  }

  /** Waits until a journey of a kind rests at a step. */
  async rests(kind: string, step: string): Promise<Shown> {
    return vi.waitFor(
      async () => {
        const all = await this.journeys(kind);
        const found = all.find(({ places }) => places.some((each) => each.step === step));
        const steps = all.map(({ places }) => places.map((each) => each.step).join());
        expect(found === undefined ? steps : [step]).toEqual([step]);
        return found as Shown;
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  async act(of: Shown, action: string, actor: string): Promise<void> {
    const path = `/v1/obligations/${of.obligations[0]?.id ?? ''}/act`;
    expect((await this.post(path, { action, actor })).status).toBe(200);
  }

  async read<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.parts.running.localUrl}${path}`)).json()) as T;
  }

  async post(path: string, body: object): Promise<{ status: number; json: unknown }> {
    const response = await fetch(`${this.parts.running.localUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, json: await response.json() };
  }
}

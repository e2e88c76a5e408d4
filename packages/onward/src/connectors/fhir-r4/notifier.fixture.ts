/**
 * The server's side of the Subscriptions R5 Backport 1.1 on R4, which the router of the tests does
 * not have: handshake, heartbeat, notifications, `$status` and `$events`; it can lose on purpose.
 */
import { request } from 'node:http';
import type { Bundle, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';

export interface SubscribeOptions {
  readonly id: string;
  readonly endpoint: string;
  /** Header name to value, as a Subscription has them in `channel.header`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly types: readonly string[];
  readonly topic?: string;
  /** What a notification carries. `plain`: R4's own rest-hook, which sends no body. */
  readonly content?: 'id-only' | 'empty' | 'plain';
}

interface Recorded {
  readonly number: number;
  readonly timestamp: string;
  readonly focus: string;
}

const topicUrl = 'http://clinic.example/topics/changes';

/** One subscription of one server. */
export class Notifier {
  /** Status codes that the endpoint answered with. */
  readonly answered: number[] = [];
  status: 'requested' | 'active' | 'error' | 'off' = 'requested';
  /** Notifications with these numbers never leave. */
  lose: (number: number) => boolean = () => false;
  /** Whether the server has `$events` and `$status`. */
  operations = true;
  private recorded: Recorded[] = [];
  private total = 0;
  private readonly base: string;
  private readonly options: SubscribeOptions;

  constructor(base: string, options: SubscribeOptions) {
    this.base = base;
    this.options = options;
  }

  /** Active once the endpoint takes the handshake. */
  async handshake(): Promise<void> {
    const code = await this.post(this.bundle('handshake', []));
    this.status = code >= 200 && code < 300 ? 'active' : 'error';
  }

  async heartbeat(): Promise<number> {
    return this.post(this.bundle('heartbeat', []));
  }

  /** A resource was made or changed. */
  async changed(resource: Resource): Promise<void> {
    if (!this.options.types.includes(resource.resourceType)) return;
    this.total += 1;
    const timestamp = resource.meta?.lastUpdated ?? '';
    const focus = `${resource.resourceType}/${resource.id}`;
    const event = { number: this.total, timestamp, focus };
    this.recorded.push(event);
    if (this.lose(event.number)) return;
    if (this.options.content === 'plain') await this.post(undefined);
    else await this.post(this.bundle('event-notification', [event]));
  }

  /** The server keeps no events before this number. */
  forget(before: number): void {
    this.recorded = this.recorded.filter(({ number }) => number >= before);
  }

  statusBundle(): Bundle {
    return this.bundle('query-status', []);
  }

  eventsBundle(from: number, to: number): Bundle {
    const events = this.recorded.filter(({ number }) => number >= from && number <= to);
    return this.bundle('query-event', events);
  }

  private bundle(type: string, events: readonly Recorded[]): Bundle {
    const self = `${this.base}/Subscription/${this.options.id}`;
    const withFocus = type === 'query-event' || this.options.content !== 'empty';
    const parameters: Parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'subscription', valueReference: { reference: self } },
        { name: 'topic', valueCanonical: this.options.topic ?? topicUrl },
        { name: 'status', valueCode: this.status },
        { name: 'type', valueCode: type },
        { name: 'events-since-subscription-start', valueString: String(this.total) },
        ...events.map((event): ParametersParameter => {
          const focus = {
            name: 'focus',
            valueReference: { reference: `${this.base}/${event.focus}` },
          };
          return {
            name: 'notification-event',
            part: [
              { name: 'event-number', valueString: String(event.number) },
              { name: 'timestamp', valueInstant: event.timestamp },
              ...(withFocus ? [focus] : []),
            ],
          };
        }),
      ],
    };
    return {
      resourceType: 'Bundle',
      type: type === 'query-status' ? 'searchset' : 'history',
      entry: [{ fullUrl: 'urn:uuid:292d3c72-edc1-4d8a-afaa-d85e19c7f563', resource: parameters }],
    };
  }

  private async post(bundle: Bundle | undefined): Promise<number> {
    const body = bundle === undefined ? '' : JSON.stringify(bundle);
    const code = await new Promise<number>((resolve, reject) => {
      const headers = {
        ...this.options.headers,
        'content-type': 'application/fhir+json',
        'content-length': Buffer.byteLength(body),
      };
      const outgoing = request(this.options.endpoint, { method: 'POST', headers, agent: false });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      outgoing.end(body);
    });
    this.answered.push(code);
    return code;
  }
}

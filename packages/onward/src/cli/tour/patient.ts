/** One patient of the tour as the clinic's own tools know them: ids are new in each run. */
import {
  hl7Message,
  hl7Time,
  standardWebhook,
  stripeWebhook,
  type Delivered,
  type Door,
} from './wire.ts';

export type Slot = 'booked' | 'rescheduled' | 'arrived' | 'no-show';

/** SIU triggers; an arrival is a change with a status that says so. */
const triggers: Readonly<Record<Slot, readonly [trigger: string, status: string]>> = {
  booked: ['S12', 'Booked'],
  rescheduled: ['S13', 'Booked'],
  arrived: ['S14', 'Arrived'],
  'no-show': ['S26', 'Noshow'],
};

/** What happens to the patient, told by the system that sees it. */
export class Patient {
  readonly customer: string;
  readonly payment: string;
  readonly #door: Door;
  readonly #tag: string;
  readonly #id: string;
  #sent = 0;
  #visit = 0;

  constructor(door: Door, tag: string) {
    this.#door = door;
    this.#tag = tag;
    this.#id = `pat-${tag}`;
    this.customer = `cus_${tag.replaceAll('-', '')}`;
    this.payment = `pi_${tag.replaceAll('-', '')}`;
  }

  checksOut(): Promise<Delivered> {
    return this.#stripe('checkout.session.completed', {
      id: `cs_${this.#tag.replaceAll('-', '')}`,
      customer: this.customer,
      client_reference_id: this.#id,
      payment_intent: this.payment,
      payment_status: 'unpaid',
      amount_total: 4_900,
      currency: 'usd',
    });
  }

  pays(): Promise<Delivered> {
    return this.#stripe('payment_intent.succeeded', this.paid());
  }

  /** The payment as billing itself has it. */
  paid(): object {
    const { payment: id, customer } = this;
    return {
      id,
      customer,
      amount: 4_900,
      amount_received: 4_900,
      currency: 'usd',
      status: 'succeeded',
    };
  }

  submitsForm(): Promise<Delivered> {
    const id = this.#next('form');
    const body = {
      id,
      type: 'form.intake.submitted',
      submittedAt: new Date(this.#door.now()).toISOString(),
      patient: { id: this.#id },
      complete: true,
    };
    return standardWebhook(this.#door, {
      system: 'forms',
      secret: 'FORMS_WEBHOOK_SECRET',
      id,
      body,
    });
  }

  /** The scheduler's word on the visit; a booking is a new one. */
  slot(what: Slot, start: number): Promise<Delivered> {
    if (what === 'booked') this.#visit += 1;
    const [trigger, status] = triggers[what];
    const fields = Array.from({ length: 25 }, () => '');
    fields[1] = `apt-${this.#tag}-${this.#visit}`;
    fields[10] = `^^^${hl7Time(start)}^${hl7Time(start + 1_800_000)}`;
    fields[24] = status;
    return hl7Message(this.#door, [
      this.#header('SCHED', `SIU^${trigger}`),
      `SCH|${fields.join('|')}`,
      this.#identity(),
    ]);
  }

  result(abnormal: boolean): Promise<Delivered> {
    const order = `ord-${this.#tag}`;
    const flag = abnormal ? 'H' : 'N';
    return hl7Message(this.#door, [
      this.#header('LAB', 'ORU^R01'),
      this.#identity(),
      `OBR|1|${order}|${order}-f|24323-8^Panel^LN${'|'.repeat(21)}F`,
      `OBX|1|NM|2160-0^Creatinine^LN||1|mg/dL||${flag}|||F`,
    ]);
  }

  /** Messaging reports back that a message under this key has arrived. */
  receives(key: string): Promise<Delivered> {
    const id = this.#next('receipt');
    const body = { type: 'message.delivered', message: key };
    const secret = 'MESSAGING_WEBHOOK_SECRET';
    return standardWebhook(this.#door, { system: 'messaging', secret, id, body });
  }

  #stripe(type: string, object: object): Promise<Delivered> {
    const id = `evt_${this.#next('stripe').replaceAll('-', '')}`;
    const created = Math.floor(this.#door.now() / 1000);
    const body = { id, type, created, data: { object } };
    return stripeWebhook(this.#door, {
      system: 'billing',
      secret: 'STRIPE_WEBHOOK_SECRET',
      id,
      body,
    });
  }

  #header(facility: string, type: string): string {
    const control = this.#next('msg');
    const time = hl7Time(this.#door.now());
    return `MSH|^~\\&|${facility}|${facility}|ONWARD|ONWARD|${time}||${type}|${control}|P|2.5.1`;
  }

  #identity(): string {
    return `PID|1||${this.#id}^^^CLINIC^MR`;
  }

  #next(what: string): string {
    this.#sent += 1;
    return `${what}-${this.#tag}-${this.#sent}`;
  }
}

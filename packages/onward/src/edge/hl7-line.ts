/**
 * Between the MLLP server and the engine: a message is acknowledged when it is safe, or not at all.
 */
import type { OnwardCode, OperationalEvent, RawDelivery, Verdict } from '../core/index.ts';
import { OnwardError } from '../core/index.ts';
import type { Intake } from './intake.ts';
import type { MllpOptions } from './mllp.ts';
import type { Refusal } from './refusal.ts';

export interface Hl7Line {
  readonly intake: Intake;
  /**
   * Makes events durable; resolves to one code per event that was refused, such as an id that came
   * before with another content. A rejection means that nothing is durable: the sender tries again.
   */
  commit(events: readonly OperationalEvent[]): Promise<readonly OnwardCode[]>;
  /** Told of every refusal, so that it is kept where people see it. */
  refused?(refusals: readonly Refusal[]): Promise<void>;
  nowMs(): number;
}

const connector = 'hl7v2';

/** The two answers that `startMllp` asks for. */
export function hl7Line(line: Hl7Line): Pick<MllpOptions, 'onMessage' | 'onTooLarge'> {
  const acknowledge = (delivery: RawDelivery, verdict: Verdict): Uint8Array => {
    return line.intake.acknowledge(connector, delivery, verdict);
  };
  const deliveryOf = (body: Uint8Array): RawDelivery => {
    return { body, headers: {}, receivedAt: line.nowMs() };
  };
  return {
    async onMessage(bytes) {
      const delivery = deliveryOf(bytes);
      return acknowledge(delivery, await take(line, delivery));
    },
    onTooLarge(start) {
      return acknowledge(deliveryOf(start), { kind: 'retry', code: 'ONW-HL7-TOO-LARGE' });
    },
  };
}

/**
 * To be sent again, if a part could not be had; else refused, if any part was. The parts that were
 * taken are durable all the same, and known when they come again.
 */
async function take(line: Hl7Line, delivery: RawDelivery): Promise<Verdict> {
  try {
    const taken = await line.intake.receiveLine(connector, delivery);
    const events = taken.flatMap((each) => (each.kind === 'event' ? [each.event] : []));
    const refusals = taken.filter((each) => each.kind === 'refused');
    const codes = events.length === 0 ? [] : await line.commit(events);
    if (refusals.length > 0) await line.refused?.(refusals);
    const missing = taken.find((each) => each.kind === 'retry');
    if (missing !== undefined) return missing;
    const code = [...codes, ...refusals.map((each) => each.code)].toSorted(unusedLast)[0];
    return code === undefined ? { kind: 'accepted' } : { kind: 'refused', code };
  } catch (error) {
    const code = error instanceof OnwardError ? error.code : 'ONW-INGEST-FAILED';
    return { kind: 'retry', code };
  }
}

/** A message nobody waits for says less than one that is wrong. */
function unusedLast(a: OnwardCode, b: OnwardCode): number {
  return Number(a.endsWith('EVENT-UNUSED')) - Number(b.endsWith('EVENT-UNUSED'));
}

/** What comes in, for whichever program runs now. */
import { connectors } from '../../connectors/index.ts';
import type { RawDelivery } from '../../core/index.ts';
import type { Intake } from '../../edge/index.ts';
import type { Engine } from '../../runtime/index.ts';
import type { Edge } from './edge.ts';

/** A connector of lines takes what its network lets through; the others prove who sent it. */
export function verifies(name: string): boolean {
  const connector = Object.hasOwn(connectors, name) ? connectors[name] : undefined;
  return connector?.receive !== undefined && connector.claims === undefined;
}

/** The intake of the program that runs now: a reload takes effect with the next delivery. */
export function currentIntake(engine: Pick<Engine, 'program'>, edge: Edge): Intake {
  const intake = (): Intake => edge.of(engine.program).intake;
  return {
    receive: (system, delivery) => intake().receive(system, delivery),
    page: (system, visit) => intake().page(system, visit),
    chat: (system, visit) => intake().chat(system, visit),
    receiveLine: (connector, delivery) => intake().receiveLine(connector, delivery),
    receiveEvents: (items, receivedAt) => intake().receiveEvents(items, receivedAt),
    acknowledge: (line, delivery, verdict) => intake().acknowledge(line, delivery, verdict),
  };
}

/** Once the development clock was moved, the clocks of real senders are behind it: both count. */
export function forgiving(intake: Intake): Intake {
  const either = async (
    delivery: RawDelivery,
    receive: (each: RawDelivery) => ReturnType<Intake['receive']>,
  ): ReturnType<Intake['receive']> => {
    const taken = await receive(delivery);
    const isLate = taken.some(
      (each) => each.kind === 'refused' && each.code === 'ONW-SIGNATURE-TIME',
    );
    return isLate ? receive({ ...delivery, receivedAt: Date.now() }) : taken;
  };
  return {
    ...intake,
    receive: (system, delivery) => either(delivery, (each) => intake.receive(system, each)),
    receiveLine: (line, delivery) => either(delivery, (each) => intake.receiveLine(line, each)),
  };
}

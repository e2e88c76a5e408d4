/** Placeholder. */
import { createHmac } from 'node:crypto';
import type { OperationalEvent, Program, WireEvent } from '../../core/index.ts';
export async function openGate(o: any) {
  return {
    sealing: (program: Program, now: () => number) => async (system: string, event: WireEvent): Promise<OperationalEvent> => {
      const declared = program.systems[system]!.events[event.event]!;
      const h = (s: string, id: string) => createHmac('sha256', o.key).update(`${s}\0${id}`).digest('hex').slice(0, 32);
      const refs = Object.entries(event.refs).map(([name, id]) => ({ name, ref: h(declared.refs[name]!.system || system, id), of: declared.refs[name]!.of }));
      return { type: `${system}.${event.event}`, source: system, id: event.id, occurredAt: event.occurredAt ?? now(), refs, data: { ...event.data, ...Object.fromEntries(refs.map((r) => [r.name, r.ref])) }, digest: h('d', JSON.stringify(event)), ...(event.answers ? { answers: event.answers } : {}) };
    },
  };
}

/** Who may be shown what at the edge, and what was: the coordinator's part of briefs. */
import type { BriefDesk } from '../../api/index.ts';
import { explain, journeyId, obligationId, type Clock } from '../../core/index.ts';
import { passKey, passMs, writePass } from '../../edge/index.ts';
import { cellOf, type OpenStore } from '../../store/index.ts';

export interface BriefDeskParts {
  readonly database: Pick<OpenStore, 'store' | 'reads' | 'work'>;
  readonly clock: Clock;
  /** What the edge and the coordinator share. */
  readonly secret: string;
  /** Where the edge listens, as browsers reach it. */
  readonly edgeUrl: () => string;
}

export function createBriefDesk({ database, clock, secret, edgeUrl }: BriefDeskParts): BriefDesk {
  const { store, reads, work } = database;
  const key = passKey(secret);
  const passTo = (what: string, person: string, reason: string) => {
    // Edges go by the real time, wherever a development clock stands.
    const expiresAt = Date.now() + passMs;
    return { token: writePass({ obligation: what, person, reason, expiresAt }, key), expiresAt };
  };
  return {
    async about({ journey, opened, slot }) {
      const view = await reads.journey(journey);
      const open = view?.state.obligations.find((each) => {
        return each.opened === opened && each.slot === slot;
      });
      if (view === undefined || open === undefined) return undefined;
      const { program, state } = view;
      const step = program.journeys[state.journey]?.steps[open.step];
      const subjects = await store.subjectsOf(cellOf(journey), [journey]);
      const refs = await store.refsOf([...subjects.values()]);
      return {
        journey: journeyId(journey),
        program,
        refs: refs.map(({ ref }) => ref),
        brief: step?.kind === 'task' ? step.brief : [],
      };
    },
    async reveal({ obligation: { journey, opened, slot }, person, reason, what }) {
      await store.addReveal({ journey, opened, slot, person, reason, what, at: clock.now() });
    },
    async reveals(journey) {
      const rows = await reads.reveals(journey);
      return rows.map(({ opened, slot, person, reason, what, at }) => {
        return { obligation: { journey, opened, slot }, person, reason, what, at };
      });
    },
    pass({ obligation, person, reason }) {
      const id = obligationId(obligation);
      return { url: `${edgeUrl()}/brief/${id}`, ...passTo(id, person, reason) };
    },
    lookPass(at, { person, reason }) {
      return { url: `${edgeUrl()}/${at}`, ...passTo(at, person, reason) };
    },
    async standing(refs) {
      const [view] = await work.journeysOf(refs, 1);
      if (view === undefined) return undefined;
      const { id: journey, program, state } = view;
      // What is over has an obligation all the same: the one that it began with.
      const { opened, slot } = state.obligations[0] ?? { opened: 1, slot: 0 };
      const { sentence } = explain(program, state, clock.now());
      const obligation = obligationId({ journey, opened, slot });
      return { obligation, journey: journeyId(journey), sentence };
    },
  };
}

/** Who may be shown what at the edge, and what was: the coordinator's part of briefs. */
import type { BriefDesk } from '../../api/index.ts';
import { journeyId, obligationId, type Clock } from '../../core/index.ts';
import { passKey, passMs, reviewPass, writePass } from '../../edge/index.ts';
import { cellOf, type OpenStore } from '../../store/index.ts';

export interface BriefDeskParts {
  readonly database: Pick<OpenStore, 'store' | 'reads'>;
  readonly clock: Clock;
  /** What the edge and the coordinator share. */
  readonly secret: string;
  /** Where the edge listens, as browsers reach it. */
  readonly edgeUrl: () => string;
}

export function createBriefDesk({ database, clock, secret, edgeUrl }: BriefDeskParts): BriefDesk {
  const { store, reads } = database;
  const key = passKey(secret);
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
      // Edges go by the real time, wherever a development clock stands.
      const expiresAt = Date.now() + passMs;
      const token = writePass({ obligation: id, person, reason, expiresAt }, key);
      return { url: `${edgeUrl()}/brief/${id}`, token, expiresAt };
    },
    reviewPass({ person, reason }) {
      const expiresAt = Date.now() + passMs;
      const token = writePass({ obligation: reviewPass, person, reason, expiresAt }, key);
      return { url: `${edgeUrl()}/review`, token, expiresAt };
    },
  };
}

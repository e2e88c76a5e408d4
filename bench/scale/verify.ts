/** Looks whether the journeys that were made are journeys: whole, and as the laws want them. */
import { audit } from '../../packages/onward/src/runtime/index.ts';
import type { OpenStore } from '../../packages/onward/src/store/index.ts';
import { compileBenchProgram } from '../program.ts';
import { expectCount } from '../system.ts';
import { storiesTaken } from './templates.ts';

/** So many are read back whole; the laws are asked of all, where that takes no minutes. */
const audited = 20;
const mostExamined = 100_000;

/** @throws when the chain of one is broken, its state is not its journal's, or a law is broken */
export async function verifyFilled({ reads, examine }: OpenStore, journeys: number): Promise<void> {
  const program = compileBenchProgram('form');
  const page = await reads.journeys({ step: 'form' }, { after: 0, limit: audited });
  expectCount('journeys to audit', page.length, Math.min(audited, journeys));
  for (const { id } of page) {
    const [view, journal] = await Promise.all([
      reads.journey(id),
      reads.journal(id, { after: 0, limit: 100 }),
    ]);
    if (view === undefined) throw new Error('A journey cannot be read.');
    expectCount('entries', journal.length, storiesTaken.length);
    const finding = audit({ id, program, state: view.state, journal });
    if (finding !== undefined) throw new Error(`A journey that was made: ${finding.kind}.`);
  }
  if (journeys > mostExamined) return;
  for (const { property, rows } of await examine(Date.now())) {
    expectCount(`journeys against ${property}`, rows, 0);
  }
}

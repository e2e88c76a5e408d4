/** Where each system is found by its name. */
import { openBareCommit } from './bare-commit.ts';
import { openHandCte } from './hand-cte.ts';
import { openOnwardHttp } from './onward-http.ts';
import { openOnward } from './onward.ts';
import { openRawLean } from './raw-lean.ts';
import { openRaw } from './raw.ts';
import type { Open, SystemName } from './system.ts';

/** A system, or the measure beside it that one event alone is held to. */
export type PartyName = SystemName | 'bareCommit';

export async function openerOf(name: PartyName): Promise<Open> {
  switch (name) {
    case 'onward':
      return openOnward;
    case 'onwardHttp':
      return openOnwardHttp(1);
    case 'onwardHttp100':
      return openOnwardHttp(100);
    case 'handCte':
      return openHandCte;
    case 'raw':
      return openRaw;
    case 'rawLean':
      return openRawLean;
    case 'bareCommit':
      return openBareCommit;
    case 'graphileWorker':
      return peer('graphile-worker');
    case 'pgBoss':
      return peer('pg-boss');
    case 'dbos':
      return peer('dbos');
    case 'restate':
      return peer('restate');
  }
}

/** Loaded by a name that the compiler does not follow: what it imports may not be installed. */
async function peer(file: string): Promise<Open> {
  const { open } = (await import(`./peers/${file}.ts`)) as { readonly open: Open };
  return open;
}

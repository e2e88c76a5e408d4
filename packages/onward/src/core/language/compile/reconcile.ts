/** Compiles how a system is compared with what journeys believe: what is not said is as usual. */
import { driftClasses, usualPolicy } from '../reconcile-model.ts';
import type { DriftClass, DriftPolicy } from '../reconcile-model.ts';
import type { LookUpType, Reconciliation } from '../model.ts';
import type { Path } from '../problem.ts';
import { compileDuration } from './span.ts';
import { entriesOf, resolve } from './scope.ts';
import type { FileScope } from './scope.ts';
import type { WrittenReconcile, WrittenSystem } from '../surface/program.ts';

/** Questions a minute where the program does not say. */
const usualPerMinute = 600;

/** By look-up, as far as the program says something of it; undefined where it says nothing. */
export function compileReconcile(
  written: WrittenSystem['reconcile'],
  lookUps: Readonly<Record<string, LookUpType>>,
  { scope, path }: { readonly scope: FileScope; readonly path: Path },
): Readonly<Record<string, Reconciliation>> | undefined {
  if (written === undefined) return undefined;
  const what = `look-up of ${String(path.at(-1))}`;
  const known = { what, code: 'ONW-LANG-UNKNOWN-LOOK-UP', among: lookUps, key: true } as const;
  const each = entriesOf(written).map(([name, said]) => {
    const below = [...path, 'reconcile', name];
    resolve(name, known, { scope, path: below });
    return [name, compileOne(said, { scope, path: below })] as const;
  });
  return Object.fromEntries(each);
}

function compileOne(
  written: WrittenReconcile,
  { scope, path }: { readonly scope: FileScope; readonly path: Path },
): Reconciliation {
  const { every, 'per-minute': perMinute = usualPerMinute, ...said } = written;
  const policy = Object.fromEntries(
    driftClasses.map((drift) => [drift, pick(said, drift) ?? usualPolicy[drift]]),
  ) as Reconciliation['policy'];
  if (every === undefined) return { perMinute, policy };
  const everyMs = compileDuration(every, { scope, path: [...path, 'every'] });
  return { everyMs, perMinute, policy };
}

type Said = Omit<WrittenReconcile, 'every' | 'per-minute'>;

/** What is gone, or there twice, no event can set right. */
function pick(said: Said, drift: DriftClass): DriftPolicy | undefined {
  return drift === 'vanished' || drift === 'duplicated' ? undefined : said[drift];
}

/** How a look-up is compared: as the program says, or as usual. */
export function reconciliationOf(
  reconcile: Readonly<Record<string, Reconciliation>> | undefined,
  lookUp: string,
): Reconciliation {
  const said = reconcile !== undefined && Object.hasOwn(reconcile, lookUp);
  const usual = { perMinute: usualPerMinute, policy: usualPolicy };
  return (said ? reconcile[lookUp] : undefined) ?? usual;
}

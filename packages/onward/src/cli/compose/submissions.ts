/**
 * Hands events over in company: what arrives while one submission is on its way is the next one, so
 * that a busy edge does not ask once for each event.
 */
import type { OperationalEvent } from '../../core/index.ts';
import { RejectError } from '../../core/index.ts';
import type { EventResult } from '../../runtime/index.ts';

type Submit = (events: readonly OperationalEvent[]) => Promise<readonly EventResult[]>;

interface Waiting {
  readonly events: readonly OperationalEvent[];
  readonly resolve: (results: readonly EventResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Submissions on their way at once, and events in one of them. */
const mostUnderWay = 2;
const mostEvents = 500;

export function inCompany(submit: Submit): Submit {
  const waiting: Waiting[] = [];
  let underWay = 0;
  const next = async (): Promise<void> => {
    const company = takeCompany(waiting);
    try {
      const results = await submit(company.flatMap(({ events }) => events));
      let at = 0;
      for (const { events, resolve } of company) resolve(results.slice(at, (at += events.length)));
    } catch (error) {
      if (!(error instanceof RejectError) || company.length === 1) {
        for (const { reject } of company) reject(error);
        return;
      }
      // One that is refused must not take the others with it.
      await Promise.all(
        company.map(async ({ events, resolve, reject }) => {
          await submit(events).then(resolve, reject);
        }),
      );
    }
  };
  const pump = (): void => {
    while (underWay < mostUnderWay && waiting.length > 0) {
      underWay += 1;
      void next().finally(() => {
        underWay -= 1;
        pump();
      });
    }
  };
  return (events) =>
    new Promise((resolve, reject) => {
      waiting.push({ events, resolve, reject });
      pump();
    });
}

/** The first that wait, at least one of them, up to the bound. */
function takeCompany(waiting: Waiting[]): readonly Waiting[] {
  let count = 0;
  let events = 0;
  for (const each of waiting) {
    events += each.events.length;
    if (count > 0 && events > mostEvents) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

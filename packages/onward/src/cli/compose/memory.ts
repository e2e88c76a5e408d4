/** How much a server may hold beyond what it needs. */
import { setFlagsFromString } from 'node:v8';

const growth = '--heap-growing-percent=100';

/** How a server of its own is started, in tests and measurements as by the command line. */
export const heapFlags = ['--max-semi-space-size=16', growth];

/**
 * Has the heap collected after it has doubled, and not after it has grown fourfold: on a
 * machine with much memory V8 lets a small server hold a multiple of what it needs.
 */
export function keepSmall(): void {
  setFlagsFromString(growth);
}

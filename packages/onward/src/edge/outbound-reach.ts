/**
 * Which addresses a name may lead to, decided on the addresses that are then dialled: a name that
 * changes its mind between check and connection changes nothing.
 */
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { classOf } from './addresses.ts';
import type { AddressClass } from './addresses.ts';
import { hostName } from './host-list.ts';
import { ForbiddenAddress } from './outbound-exchange.ts';

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

export interface ReachOptions {
  readonly allowed: readonly Exclude<AddressClass, 'public' | 'forbidden'>[];
  /** Exact names and addresses that may be, or lead to, private and loopback addresses. */
  readonly privateHosts: readonly string[];
  readonly resolve: Resolve;
}

export interface Reach {
  /** False for an address that may not be reached; a name is judged when it is looked up. */
  admits(host: string): boolean;
  /** Node's look-up: only addresses that may be reached come out of it. */
  readonly lookup: LookupFunction;
}

export function createReach({ allowed, privateHosts, resolve }: ReachOptions): Reach {
  const everywhere = new Set<AddressClass>(['public', ...allowed]);
  const inHouse = new Set<AddressClass>(['public', 'private', 'loopback']);
  const named = new Set(privateHosts.map((host) => hostName(host)));
  const classesFor = (host: string): ReadonlySet<AddressClass> =>
    named.has(hostName(host)) ? inHouse : everywhere;
  const once = sharing(resolve);
  return {
    admits: (host) => isIP(host) === 0 || classesFor(host).has(classOf(host)),
    lookup(name, options, callback) {
      const classes = classesFor(name);
      once(name).then(
        (addresses) => {
          const first = addresses[0];
          const isOpen = addresses.every(({ address }) => classes.has(classOf(address)));
          if (first === undefined || !isOpen) callback(new ForbiddenAddress(), []);
          else if (options.all) callback(null, [...addresses]);
          else callback(null, first.address, first.family);
        },
        (error: unknown) => callback(error as Error, []),
      );
    },
  };
}

/**
 * A name is asked for once at a time. The system's resolver has a few threads for all, which a name
 * that does not resolve would otherwise hold, call by call.
 */
function sharing(resolve: Resolve): Resolve {
  const asking = new Map<string, ReturnType<Resolve>>();
  return (name) => {
    const known = asking.get(name);
    if (known !== undefined) return known;
    const asked = resolve(name).finally(() => asking.delete(name));
    asking.set(name, asked);
    return asked;
  };
}

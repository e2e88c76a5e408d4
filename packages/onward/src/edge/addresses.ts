/** Which network addresses a call may reach, decided on the address itself and not on its name. */
import { BlockList, isIP } from 'node:net';

/** `public` unless it lies in one of the ranges that the internet does not route. */
export type AddressClass = 'public' | 'loopback' | 'private' | 'forbidden';

/** RFC 1918, RFC 6598, RFC 4193: networks of an organisation. */
const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fec0::/10',
];
const loopbackRanges = ['127.0.0.0/8', '::1/128'];
/**
 * IANA special-purpose registries: this network, link-local (cloud metadata among it), protocol
 * assignments, documentation, benchmarking, multicast, reserved; and the ranges that carry an IPv4
 * address inside an IPv6 one (6to4, Teredo, NAT64).
 */
const forbiddenRanges = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fe80::/10',
  'ff00::/8',
];

const lists: readonly (readonly [AddressClass, BlockList])[] = [
  ['loopback', listOf(loopbackRanges)],
  ['private', listOf(privateRanges)],
  ['forbidden', listOf(forbiddenRanges)],
];

/** The class of an address; text that is no address is forbidden. */
export function classOf(address: string): AddressClass {
  const plain = unmapped(address.replace(/%.*$/, ''));
  const family = isIP(plain);
  if (family === 0) return 'forbidden';
  const found = lists.find(([, list]) => list.check(plain, family === 4 ? 'ipv4' : 'ipv6'));
  return found?.[0] ?? 'public';
}

/**
 * An IPv4 address written as an IPv6 one (`::ffff:10.0.0.1`, `::ffff:a00:1`) is the IPv4 address.
 */
function unmapped(address: string): string {
  if (isIP(address) !== 6) return address;
  // The URL parser writes every form of an IPv6 address in one way.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (match === null) return canonical;
  const high = Number.parseInt(match[1] ?? '', 16);
  const low = Number.parseInt(match[2] ?? '', 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/');
    list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

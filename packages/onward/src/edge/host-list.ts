/** Hosts that may be called: names brought into one form, and then compared whole. */
import { isIP } from 'node:net';

/** A host and port as a call names them; `usual` is the port that goes without saying. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** 80 for http, 443 for https; undefined where the protocol has none. */
  readonly usual?: number | undefined;
}

export interface HostList {
  has(target: Target): boolean;
}

/**
 * A host in the one form that is compared: lower case, IDNA (UTS 46, as the URL standard asks),
 * without the dot of the root, an address in its shortest form without brackets. Undefined for text
 * that is no host.
 */
export function hostName(text: string): string | undefined {
  if (text === '' || /[\s/?#@\\%\p{Cc}]/u.test(text)) return undefined;
  const bracketed = isIP(text) === 6 ? `[${text}]` : text;
  if (!bracketed.startsWith('[') && bracketed.includes(':')) return undefined;
  const url = URL.parse(`http://${bracketed}/`);
  if (url === null || url.port !== '') return undefined;
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  // A label that is empty names nothing: `a..b`, or what is left of `..`.
  return name.split('.').includes('') ? undefined : name;
}

/**
 * A list of `host` and `host:port`. A host without a port is called at its protocol's usual port
 * only; entries that are no host are left out.
 */
export function hostList(entries: readonly string[]): HostList {
  const listed = new Set<string>();
  for (const entry of entries) {
    const { host, port } = splitPort(entry);
    const name = hostName(host);
    if (name !== undefined) listed.add(port === undefined ? name : `${name} ${port}`);
  }
  return {
    has({ host, port, usual }) {
      const name = hostName(host);
      if (name === undefined) return false;
      return listed.has(`${name} ${port}`) || (port === usual && listed.has(name));
    },
  };
}

function splitPort(entry: string): { readonly host: string; readonly port?: number } {
  if (isIP(entry) === 6) return { host: entry };
  const [, host = entry, port] = /^(.*?)(?::(\d{1,5}))?$/s.exec(entry) ?? [];
  return port === undefined ? { host } : { host, port: Number(port) };
}

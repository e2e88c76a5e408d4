/** Who may call: the token, the host name, and the marks of a request another page forged. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpError } from './failure.ts';
import type { ApiDeps } from './ports.ts';
import type { Route } from './route.ts';

/** Refuses what may not call this route. Deny by default: without a token only local names work. */
export function checkAccess(deps: ApiDeps, route: Route, request: Request): void {
  if (isOpen(route) || route.access === 'pass') return;
  if (route.access === 'edge') {
    checkToken(deps.edge?.token ?? '', request);
    return;
  }
  if (deps.token === undefined) checkHost(deps.hosts ?? [], request);
  else if (route.access !== 'public') checkToken(deps.token, request);
  if (route.method === 'POST') checkOrigin(request);
}

/**
 * Health is asked by machines under any name; a signed delivery authenticates itself, and so does
 * the link of a message, which people open under the edge's public name.
 */
function isOpen({ access, method, path }: Route): boolean {
  return access === 'public' && (method === 'POST' || openPaths.includes(path));
}

const openPaths: readonly string[] = ['/healthz', '/readyz', '/in/:system', '/chat/:system'];

/**
 * Refuses what is not called by this machine under a name of its own.
 *
 * @throws {HttpError} 403 ONW-HOST-REFUSED or ONW-ORIGIN-REFUSED
 */
export function checkLocal(request: Request, hosts: readonly string[] = []): void {
  checkHost(hosts, request);
  checkOrigin(request);
}

const local = /^(?:localhost|127\.0\.0\.1|\[::1\])$/iu;

/** Without a token the host name is what tells our own pages from a rebound one (DNS rebinding). */
function checkHost(allowed: readonly string[], request: Request): void {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  const name = host.replace(/:\d{1,5}$/u, '').toLowerCase();
  if (local.test(name) || allowed.includes(name)) return;
  const message =
    'Without a token Onward answers to local names only; set a token or allow the host.';
  throw new HttpError(403, 'ONW-HOST-REFUSED', { message });
}

function checkToken(token: string, request: Request): void {
  const given = /^Bearer ([\x21-\x7e]{1,1024})$/iu.exec(request.headers.get('authorization') ?? '');
  // Digests have one length, so that the comparison takes one time.
  if (given !== null && timingSafeEqual(digest(given[1] ?? ''), digest(token))) return;
  const message = 'A token is needed: send it as `Authorization: Bearer …`.';
  throw new HttpError(401, 'ONW-TOKEN', { message, headers: { 'www-authenticate': 'Bearer' } });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Browsers say where a request comes from; a page of another origin has nothing to write here. */
function checkOrigin(request: Request): void {
  const site = request.headers.get('sec-fetch-site') ?? 'none';
  if (site === 'same-origin' || site === 'none') return;
  const message = 'Another web page may not write here; call from your own server or the console.';
  throw new HttpError(403, 'ONW-ORIGIN-REFUSED', { message });
}

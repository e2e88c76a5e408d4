/**
 * Access tokens by SMART backend services (SMART App Launch 2.2, "Backend Services"): a signed
 * assertion for a token, which is used until shortly before it ends.
 */
import type { KeyObject } from 'node:crypto';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { JWTHeaderParameters } from 'jose';
import type { OnwardCode, Outbound, SystemSetup } from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';
import { callApi } from '../rest.ts';
import { textAt } from './json.ts';
import type { FhirSettings } from './settings.ts';

/** An assertion may live for five minutes at most. */
const assertionSeconds = 300;
const earlyMs = 60_000;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A token, or why there is none. */
export type Token = { readonly value: string } | { readonly code: OnwardCode };

interface Held {
  /** What the token was got with: a changed variable counts at once. */
  readonly by: string;
  readonly got: Promise<Got>;
}
type Got = { readonly value: string; readonly untilMs: number } | { readonly code: OnwardCode };

type Smart = Extract<FhirSettings['auth'], { readonly smart: unknown }>['smart'];

/** One token per system at a time, in memory only. */
const held = new WeakMap<SystemSetup, Held>();

/** The token of a system, asked for where none is held; requests at one time share one. */
export async function tokenOf(setup: SystemSetup, smart: Smart, out: Outbound): Promise<Token> {
  const key = setup.secret(smart.key);
  const url = setup.secret(smart['token-url']);
  if (!key || !url) return { code: 'ONW-SECRET-MISSING' };
  const by = JSON.stringify([smart.client, smart.scopes, url, key]);
  const known = held.get(setup);
  if (known?.by === by) {
    const got = await known.got;
    if ('value' in got && out.nowMs() < got.untilMs) return { value: got.value };
    if (held.get(setup) === known) held.delete(setup);
  }
  const current = held.get(setup);
  const got = current?.by === by ? current.got : request({ smart, url, key }, out);
  if (current?.by !== by) held.set(setup, { by, got });
  const answer = await got;
  if ('value' in answer) return { value: answer.value };
  if (held.get(setup)?.got === got) held.delete(setup);
  return answer;
}

/** The EHR refused the token: the next request asks for another. */
export function forget(setup: SystemSetup): void {
  held.delete(setup);
}

interface Grant {
  readonly smart: Smart;
  readonly url: string;
  readonly key: string;
}

async function request(grant: Grant, out: Outbound): Promise<Got> {
  const assertion = await assert(grant, out.nowMs());
  if (assertion === undefined) return { code: 'ONW-SECRET-INVALID' };
  const form = {
    grant_type: 'client_credentials',
    scope: grant.smart.scopes,
    client_assertion_type: assertionType,
    client_assertion: assertion,
  };
  const answer = await callApi({ method: 'POST', url: grant.url, headers: {}, form }, out);
  // Asking for a token changes nothing, so that no answer is as good as nothing sent.
  if (answer.kind === 'lost') return { code: 'ONW-OUT-UNREACHED' };
  if (answer.kind === 'unsent') return answer;
  const { status, body = null } = answer;
  // RFC 6749, 5.2: a client that is not known, or a scope that it may not have.
  if ([400, 401, 403].includes(status)) return { code: 'ONW-OUT-CREDENTIALS' };
  if (status !== 200) return { code: 'ONW-OUT-STATUS' };
  const value = textAt(body, 'access_token');
  if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) return { code: 'ONW-OUT-ANSWER' };
  const seconds = pointAt(body, ['expires_in']);
  const lives = typeof seconds === 'number' && seconds > 0 ? seconds : assertionSeconds;
  const livesMs = lives * 1000;
  return { value, untilMs: out.nowMs() + livesMs - Math.min(earlyMs, livesMs / 5) };
}

/** The signed assertion; undefined when the variable holds no key that can sign one. */
async function assert({ smart, url, key }: Grant, nowMs: number): Promise<string | undefined> {
  const seconds = Math.floor(nowMs / 1000);
  try {
    const read = readKey(key);
    const kid = read.kid ?? smart.kid;
    const header: JWTHeaderParameters = { alg: algorithmOf(read.key), typ: 'JWT' };
    return await new SignJWT()
      .setProtectedHeader(kid === undefined ? header : { ...header, kid })
      .setIssuer(smart.client)
      .setSubject(smart.client)
      .setAudience(url)
      // Only the EHR looks at it, and only whether it came before.
      .setJti(randomUUID())
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + assertionSeconds)
      .sign(read.key);
  } catch {
    // The reason could quote the key.
    return undefined;
  }
}

function readKey(text: string): { readonly key: KeyObject; readonly kid: string | undefined } {
  if (!text.trimStart().startsWith('{')) return { key: createPrivateKey(text), kid: undefined };
  const jwk = JSON.parse(text) as { readonly kid?: string };
  return { key: createPrivateKey({ key: { ...jwk }, format: 'jwk' }), kid: jwk.kid };
}

/** SMART asks every server for RS384 and ES384. */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  if (asymmetricKeyType === 'rsa') return 'RS384';
  return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : 'ES384';
}

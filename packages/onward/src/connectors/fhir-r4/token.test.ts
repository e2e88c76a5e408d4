import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import { jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Json, Outbound } from '../../core/index.ts';
import { realOutbound, serveLoopback } from '../outbound.fixture.ts';
import type { LoopbackServer } from '../outbound.fixture.ts';
import { startEhr } from './ehr.fixture.ts';
import type { EhrFixture } from './ehr.fixture.ts';
import { fhirR4 } from './index.ts';
import { order, patient } from './people.fixture.ts';
import { now, setup } from './system.fixture.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

let ehr: EhrFixture;
let authority: LoopbackServer;
let clock = now;
let lives = 300;
let refuses = false;
const out: Outbound = realOutbound({ nowMs: () => clock });

beforeAll(async () => {
  ehr = await startEhr();
  authority = await serveLoopback(() =>
    refuses
      ? { status: 400, body: { error: 'invalid_client' } }
      : {
          status: 200,
          body: { access_token: `token-${authority.taken.length}`, expires_in: lives },
        },
  );
}, 60_000);

afterAll(async () => {
  await authority.close();
  await ehr.close();
});

beforeEach(() => {
  authority.taken.length = 0;
  ehr.asked.length = 0;
  clock = now;
  lives = 300;
  refuses = false;
  ehr.authorize = (header) => header === `Bearer token-${authority.taken.length}`;
});

const smart = {
  client: 'onward-1',
  key: 'EHR_KEY',
  'token-url': 'TOKEN_URL',
  scopes: 'system/*.rs',
};
const settings = { url: 'EHR_URL', auth: { smart } } satisfies Json;
const system = (key: string) =>
  setup(ehr.url, settings, { EHR_KEY: key, TOKEN_URL: `${authority.url}/token` });
const jwk = JSON.stringify({ ...ec.privateKey.export({ format: 'jwk' }), kid: 'key-1' });
const pem = String(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const probe = (inSetup: ReturnType<typeof system>) => fhirR4.probe?.(inSetup, out);

describe('SMART backend services', () => {
  test.each([
    { form: 'a JWK of EC', key: jwk, publicKey: ec.publicKey, alg: 'ES384' },
    { form: 'PEM of RSA', key: pem, publicKey: rsa.publicKey, alg: 'RS384' },
  ])('$form signs an assertion that the EHR can verify', async ({ key, publicKey, alg }) => {
    expect(await probe(system(key))).toEqual({ kind: 'well' });
    const form = new URLSearchParams(authority.taken[0]?.body);
    expect(form.get('grant_type')).toBe('client_credentials');
    expect(form.get('scope')).toBe('system/*.rs');
    const verified = await jwtVerify(
      form.get('client_assertion') ?? '',
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
      {
        algorithms: [alg],
        audience: `${authority.url}/token`,
        issuer: 'onward-1',
        subject: 'onward-1',
        currentDate: new Date(now),
        requiredClaims: ['jti', 'exp'],
      },
    );
    expect((verified.payload.exp ?? 0) - now / 1000).toBeLessThanOrEqual(300);
    expect(verified.protectedHeader.kid).toBe(alg === 'ES384' ? 'key-1' : undefined);
  });

  test('a token is used until shortly before it ends, and one is asked for at a time', async () => {
    const inSetup = system(jwk);
    await Promise.all([probe(inSetup), probe(inSetup), probe(inSetup)]);
    clock = now + 239_000;
    expect(await probe(inSetup)).toEqual({ kind: 'well' });
    expect(authority.taken).toHaveLength(1);
    clock = now + 240_000;
    const later = await Promise.all([probe(inSetup), probe(inSetup), probe(inSetup)]);
    expect(later).toEqual([{ kind: 'well' }, { kind: 'well' }, { kind: 'well' }]);
    expect(authority.taken).toHaveLength(2);
    const ids = authority.taken.map(({ body }) =>
      new URLSearchParams(body).get('client_assertion'),
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('a token that the EHR no longer takes is replaced once', async () => {
    const inSetup = system(jwk);
    await probe(inSetup);
    ehr.authorize = (header) => header === 'Bearer token-2';
    expect(await probe(inSetup)).toEqual({ kind: 'well' });
    expect(authority.taken).toHaveLength(2);
    ehr.authorize = () => false;
    const refused = { kind: 'refused', code: 'ONW-OUT-CREDENTIALS' };
    expect(await probe(inSetup)).toEqual(refused);
    expect(authority.taken).toHaveLength(3);
  });

  test('a client that is refused is told so, and the next call asks again', async () => {
    const inSetup = system(jwk);
    refuses = true;
    const refused = { kind: 'refused', code: 'ONW-OUT-CREDENTIALS' };
    expect(await probe(inSetup)).toEqual(refused);
    expect(ehr.asked).toEqual([]);
    refuses = false;
    expect(await probe(inSetup)).toEqual({ kind: 'well' });
  });

  test('a variable that holds no key is refused without a call, and quotes nothing', async () => {
    for (const key of ['', 'not-a-key', '{"kty":"EC"}', '{']) {
      const health = await probe(system(key));
      const code = key === '' ? 'ONW-SECRET-MISSING' : 'ONW-SECRET-INVALID';
      expect(health).toEqual({ kind: 'refused', code });
    }
    expect(authority.taken).toEqual([]);
  });

  test('an authority that is away is an outage, and reads are retried', async () => {
    const gone = setup(ehr.url, settings, { EHR_KEY: jwk, TOKEN_URL: 'http://127.0.0.1:1/token' });
    expect(await probe(gone)).toMatchObject({ kind: 'away' });
    const { id } = await ehr.write(patient());
    const made = await ehr.write(order(`Patient/${id}`));
    const answer = await fhirR4.refetch?.(`ServiceRequest/${made.id}`, gone, out);
    expect(answer).toMatchObject({ kind: 'retry' });
  });

  test('the token endpoint is a host that may be called', () => {
    const { host } = new URL(authority.url);
    expect(fhirR4.hosts?.(system(jwk))).toContain(host);
  });
});

test('a bearer token from a variable is sent as it is', async () => {
  ehr.authorize = (header) => header === 'Bearer static';
  const bearer = { url: 'EHR_URL', auth: { bearer: 'EHR_TOKEN' } };
  const good = setup(ehr.url, bearer, { EHR_TOKEN: 'static' });
  expect(await fhirR4.probe?.(good, out)).toEqual({ kind: 'well' });
  const bad = setup(ehr.url, bearer, { EHR_TOKEN: 'other' });
  const refused = { kind: 'refused', code: 'ONW-OUT-CREDENTIALS' };
  expect(await fhirR4.probe?.(bad, out)).toEqual(refused);
  const none = setup(ehr.url, bearer);
  expect(await fhirR4.probe?.(none, out)).toEqual({ kind: 'refused', code: 'ONW-SECRET-MISSING' });
});

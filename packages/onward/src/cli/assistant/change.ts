/**
 * A signed change: that certain urgent items may be read as less urgent, asked for by one person,
 * reviewed and signed (Ed25519, RFC 8032) by another whose key is registered.
 */
import { createPublicKey, createPrivateKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StopError } from '../../core/index.ts';
import { hashOf } from './versions.ts';

const statementShape = z.strictObject({
  kind: z.literal('urgency-change'),
  from: z.string(),
  to: z.string(),
  /** The items that may fall. */
  items: z.array(z.string()).min(1),
  reason: z.string().min(10).max(2_000),
  author: z.string().min(1).max(200),
  reviewer: z.string().min(1).max(200),
  at: z.string(),
});
const changeShape = z.strictObject({ statement: statementShape, signature: z.string() });

export type Statement = z.infer<typeof statementShape>;

const fileOf = (folder: string): string => join(folder, 'reviewers.json');
const reviewersShape = z.record(z.string(), z.string());

async function reviewersIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(fileOf(folder), 'utf8').catch(() => '{}');
  return reviewersShape.parse(JSON.parse(text));
}

/** Makes a key for somebody; the private half is theirs, in a file that only they read. */
export async function register(folder: string, name: string, keyFile: string): Promise<void> {
  const reviewers = await reviewersIn(folder);
  if (Object.hasOwn(reviewers, name)) throw unsigned();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const secret = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(keyFile, secret, { mode: 0o600, flag: 'wx' });
  const known = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const all = JSON.stringify({ ...reviewers, [name]: known }, null, 2);
  await writeFile(fileOf(folder), `${all}\n`, { mode: 0o600 });
}

export async function signed(statement: Statement, keyFile: string): Promise<string> {
  const found = statementShape.safeParse(statement);
  if (!found.success || statement.author === statement.reviewer) throw unsigned();
  const key = createPrivateKey(await readFile(keyFile, 'utf8'));
  const signature = sign(null, bytesOf(found.data), key).toString('base64');
  return `${JSON.stringify({ statement: found.data, signature }, null, 2)}\n`;
}

export interface Allowed {
  readonly items: ReadonlySet<string>;
  readonly hash: string;
}

/**
 * What a change allows between two versions.
 *
 * @throws StopError ONW-ASSISTANT-CHANGE unless a registered reviewer, who is not its author, has
 * signed it for these very versions
 */
export async function allowedBy(
  path: string,
  { folder, from, to }: { readonly folder: string; readonly from: string; readonly to: string },
): Promise<Allowed> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const found = changeShape.safeParse(parsed(text));
  if (!found.success) throw unsigned();
  const { statement, signature } = found.data;
  const { reviewer, author } = statement;
  const reviewers = await reviewersIn(folder);
  const key = Object.hasOwn(reviewers, reviewer) ? reviewers[reviewer] : undefined;
  const isSigned =
    key !== undefined &&
    author !== reviewer &&
    statement.from === from &&
    statement.to === to &&
    verify(null, bytesOf(statement), createPublicKey(key), Buffer.from(signature, 'base64'));
  if (!isSigned) throw unsigned();
  return { items: new Set(statement.items), hash: hashOf(text) };
}

/** The same bytes for the same statement, in whatever order a file has it. */
function bytesOf({ kind, from, to, items, reason, author, reviewer, at }: Statement): Buffer {
  const sorted = items.toSorted((a, b) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([kind, from, to, sorted, reason, author, reviewer, at]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unsigned(): StopError {
  const message =
    'It takes a change for these very versions, signed by a registered reviewer who did not ask.';
  return new StopError('ONW-ASSISTANT-CHANGE', message);
}

/** The line of HL7 v2 under attack: no event comes of it, memory stays bounded, nobody waits. */
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { bytesOf, heldBytes, hl7Message, hostileEdge, usedBytes } from './hostile.fixture.ts';
import { hl7Line } from './hl7-line.ts';
import { now } from './intake.fixture.ts';
import { sendMllp } from './mllp-client.ts';
import { frame } from './mllp-frames.ts';
import type { MllpServer } from './mllp.ts';
import { startMllp } from './mllp.ts';

const committed: string[] = [];
let server: MllpServer;
beforeAll(async () => {
  const { intake } = await hostileEdge();
  const line = hl7Line({
    intake,
    nowMs: () => now,
    async commit(events) {
      committed.push(...events.map(({ id }) => id));
      return [];
    },
  });
  server = await startMllp({ port: 0, host: '127.0.0.1', idleMs: 300, lingerMs: 50, ...line });
});
afterAll(() => server.close(100));

const send = async (message: string | Uint8Array): Promise<string> => {
  const target = { host: '127.0.0.1', port: server.port, timeoutMs: 5_000 };
  return new TextDecoder().decode(await sendMllp(target, bytesOf(message)));
};

const good = hl7Message();
const [header = '', patient = ''] = good.split('\r');
test.each<readonly [string, string | Uint8Array]>([
  ['nothing', ''],
  ['noise', 'noise'],
  ['random bytes', Buffer.alloc(100_000, 0x80)],
  ['a header alone', 'MSH'],
  ['a header without separators', 'MSH|||||LAB'],
  ['separators that cannot be told apart', good.replace('|^~\\&|', '|||||')],
  ['letters for separators', good.replaceAll('|', 'a')],
  ['a patient before the header', `${patient}\r${header}\r`],
  ['another sender', hl7Message('OTHER')],
  ['the sender in small letters', hl7Message('lab')],
  ['a sender that begins like it', hl7Message('LAB2')],
  ['no sender', hl7Message('')],
  ['UTF-16', Buffer.from(good, 'utf16le')],
  ['a packed message', gzipSync(good)],
  ['a million separators', `MSH|^~\\&|LAB${'|'.repeat(500_000)}`],
  ['a million repetitions', good.replace('MRN-7', '~'.repeat(900_000))],
  ['a field of 5 MB', good.replace('MRN-7', 'x'.repeat(5_000_000))],
])('%s: no event', async (_what, message) => {
  const began = performance.now();
  const answer = await send(message).catch(() => 'no answer');
  // What nobody has a use for is acknowledged, so that its sender does not send it for ever.
  expect(answer).not.toMatch(/MSA\|AA(?!.*EVENT-UNUSED)/u);
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(committed).toEqual([]);
  await expect(send(good)).resolves.toContain('MSA|AA');
  committed.length = 0;
});

test.each([
  ['a frame without end', Uint8Array.of(0x0b)],
  ['noise without end', Uint8Array.of(0x41)],
])('%s is cut off, in bounded memory, and the next sender is served', async (_what, first) => {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  socket.on('error', () => undefined);
  socket.resume();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(first);
  const before = heldBytes();
  const block = Buffer.alloc(1_048_576, 0x41);
  let most = 0;
  const slowest: number[] = [];
  for (let sent = 0; sent < 48 && !socket.destroyed; sent++) {
    await new Promise<void>((resolve) =>
      socket.write(block, () => resolve()) ? resolve() : undefined,
    );
    const began = performance.now();
    await expect(send(good)).resolves.toContain('MSA|AA');
    slowest.push(performance.now() - began);
    most = Math.max(most, usedBytes() - before);
  }
  expect(Math.max(...slowest)).toBeLessThan(1_000);
  await closed;
  // Sockets let go of their buffers a moment after they are closed.
  await vi.waitFor(() => expect(heldBytes() - before).toBeLessThan(16 * 1_048_576), 5_000);
  expect(most).toBeLessThan(128 * 1_048_576);
  committed.length = 0;
});

/** A control id as a machine writes it, so that it is kept in clear. */
const whole = 'evt_0000000000000001';

test('a frame that breaks off, and one inside another: only the whole one counts', async () => {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  socket.on('error', () => undefined);
  const answers: string[] = [];
  committed.length = 0;
  socket.on('data', (chunk) => answers.push(chunk.toString()));
  socket.write(frame(bytesOf(hl7Message('LAB', 'M-half'))).subarray(0, 40));
  socket.write(frame(bytesOf(hl7Message('LAB', whole))));
  await vi.waitFor(() => expect(answers.join('')).toContain(whole));
  socket.destroy();
  expect(committed.map((id) => id.replace(/-[0-9a-f]{8}$/u, ''))).toEqual([whole]);
});

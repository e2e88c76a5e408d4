/** Sends one HL7 message over MLLP and waits for its acknowledgement, as a sending system would. */
import { connect } from 'node:net';
import { RetryError } from '../core/index.ts';
import { FrameReader, frame } from './mllp-frames.ts';

export interface MllpTarget {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

const maxAnswerBytes = 65_536;

/**
 * The acknowledgement's bytes.
 *
 * @throws {RetryError} ONW-MLLP-UNANSWERED when the line fails or the answer does not come in time
 */
export function sendMllp(target: MllpTarget, bytes: Uint8Array): Promise<Uint8Array> {
  const { host, port, timeoutMs } = target;
  return new Promise((resolve, reject) => {
    const reader = new FrameReader(maxAnswerBytes);
    const socket = connect({ host, port });
    const fail = (cause?: unknown): void => {
      socket.destroy();
      const message = 'The HL7 line gave no acknowledgement; send the message again.';
      reject(new RetryError('ONW-MLLP-UNANSWERED', message, { cause }));
    };
    socket.setTimeout(timeoutMs, () => fail());
    socket.on('error', fail);
    socket.on('close', () => fail());
    socket.on('connect', () => socket.write(frame(bytes)));
    socket.on('data', (chunk) => {
      const [answer] = reader.push(chunk);
      if (answer?.kind !== 'message') return;
      resolve(answer.bytes);
      socket.end();
    });
  });
}

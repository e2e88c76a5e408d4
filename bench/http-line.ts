/** An HTTP connection that is kept open, as a busy sender has it. */
import { once } from 'node:events';
import { connect } from 'node:net';

export interface HttpLine {
  /** Sends one request with a body; the body of the answer, whose status must be the wanted one. */
  send(request: HttpRequest): Promise<string>;
  close(): void;
}

export interface HttpRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Written by hand: a client of many abilities would take a third of the machine that the sender
 * shares with what is measured. It reads answers that tell their length, one at a time.
 */
export async function openLine(target: URL, wanted: number): Promise<HttpLine> {
  const socket = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
  await once(socket, 'connect');
  let answered = Promise.withResolvers<string>();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    const length = /content-length: (\d+)/iu.exec(text)?.[1];
    if (head < 0 || length === undefined || text.length < head + 4 + Number(length)) return;
    const isTaken = text.startsWith(`HTTP/1.1 ${wanted} `);
    const status = text.slice(0, text.indexOf('\r'));
    const body = text.slice(head + 4);
    text = '';
    if (isTaken) answered.resolve(body);
    else answered.reject(new Error(`A request was answered with ${status}: ${body}`));
  });
  const gone = (): void => answered.reject(new Error('A connection broke.'));
  socket.on('error', gone).on('close', gone);
  return {
    send({ path, headers, body }) {
      answered = Promise.withResolvers();
      const head = [
        `POST ${path} HTTP/1.1`,
        `host: ${target.host}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        `content-length: ${Buffer.byteLength(body)}`,
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
      return answered.promise;
    },
    close() {
      answered.promise.catch(() => undefined);
      socket.destroy();
    },
  };
}

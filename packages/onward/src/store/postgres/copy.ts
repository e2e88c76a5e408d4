/**
 * Rows that are only added go in by COPY: what a page takes of them is one record of the log, and
 * not one for each row.
 */
import pg from 'pg';
import type { Connection, PoolClient } from 'pg';

/** The server's microseconds count from the beginning of the year 2000. */
const epochMs = 946_684_800_000;
const twoTo32 = 4_294_967_296;
/**
 * A message of data, whose length is filled in at the end; in it the beginning of the file: its
 * name, a check of the transport, no flags and no extension (the manual's page on COPY).
 */
const head = Buffer.from('d\0\0\0\0PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** The end of the file, and the message that there is no more. */
const tail = Buffer.from('\xff\xffc\0\0\0\x04', 'latin1');
const tailData = 2;

/**
 * Rows of one COPY. The server makes a slot for each row that it holds at once, up to a thousand,
 * and looks for each among all the others: the time grows with the square of their number
 * (src/backend/utils/resowner/resowner.c). One more statement costs what a hundred rows cost so.
 */
const most = 128;

/** Writes the fields of rows one after the other, as they travel: the binary format of COPY. */
export class CopyRows {
  /** Messages of parts that are full. */
  private readonly full: Buffer[] = [];
  private buffer = Buffer.alloc(0);
  private at = 0;
  private readonly fields: number;
  private readonly bytes: number;
  /** Rows that this part still takes, and those of parts behind it. */
  private here = 0;
  private behind: number;

  /** `fields` in each row; `bytes` of a row are a guess, from which it grows. */
  constructor({ fields, rows, bytes }: { fields: number; rows: number; bytes: number }) {
    this.fields = fields;
    this.bytes = bytes;
    this.behind = rows;
    this.begin();
  }

  row(): void {
    if (this.here === 0) {
      this.full.push(this.last());
      this.begin();
    }
    this.here -= 1;
    this.make(2);
    this.at = this.buffer.writeInt16BE(this.fields, this.at);
  }

  int8(value: number): void {
    this.make(12);
    const high = Math.floor(value / twoTo32);
    this.at = this.buffer.writeInt32BE(8, this.at);
    this.at = this.buffer.writeInt32BE(high, this.at);
    this.at = this.buffer.writeUInt32BE(value - high * twoTo32, this.at);
  }

  int4(value: number): void {
    this.make(8);
    this.at = this.buffer.writeInt32BE(4, this.at);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  int2(value: number): void {
    this.make(6);
    this.at = this.buffer.writeInt32BE(2, this.at);
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  /** From epoch milliseconds. */
  time(value: number | null): void {
    if (value === null) this.null();
    else this.int8(Math.round((value - epochMs) * 1_000));
  }

  /** From hex digits, for uuid and bytea alike. */
  hex(digits: string): void {
    const size = digits.length / 2;
    this.make(4 + size);
    this.at = this.buffer.writeInt32BE(size, this.at);
    this.at += this.buffer.write(digits, this.at, size, 'hex');
  }

  text(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.make(4 + value.length * 3);
    const size = this.buffer.write(value, this.at + 4, 'utf8');
    this.at = this.buffer.writeInt32BE(size, this.at) + size;
  }

  private null(): void {
    this.make(4);
    this.at = this.buffer.writeInt32BE(-1, this.at);
  }

  /** Messages as they are sent, each behind a statement of its own. */
  parts(): readonly Buffer[] {
    return [...this.full, this.last()];
  }

  private begin(): void {
    this.here = Math.min(this.behind, most);
    this.behind -= this.here;
    this.buffer = Buffer.allocUnsafe(head.length + this.here * this.bytes + tail.length);
    this.at = head.copy(this.buffer);
  }

  private last(): Buffer {
    this.make(tail.length);
    this.buffer.writeInt32BE(this.at + tailData - 1, 1);
    return this.buffer.subarray(0, this.at + tail.copy(this.buffer, this.at));
  }

  private make(room: number): void {
    if (this.at + room <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe((this.at + room) * 2);
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

/**
 * Sends statement and rows together, so that it travels with others in one round trip. Where the
 * statement is refused, the server passes over the rows behind it.
 */
class CopyIn extends pg.Query {
  constructor(statement: string, part: Buffer, ended: (error?: Error) => void) {
    super(statement, ended);
    this.submit = (connection: Connection) => {
      connection.stream.cork();
      connection.query(statement);
      connection.stream.write(part);
      connection.stream.uncork();
    };
  }

  /** The server asks for the rows, which are on their way; the driver would call it off. */
  handleCopyInResponse(): void {
    return undefined;
  }
}

/** Adds rows by a `copy … from stdin (format binary)`; of several that fail, the first says why. */
export async function copy(client: PoolClient, statement: string, rows: CopyRows): Promise<void> {
  await Promise.all(rows.parts().map((part) => copyPart(client, statement, part)));
}

function copyPart(client: PoolClient, statement: string, part: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(statement, part, (error) => {
        if (error instanceof Error) reject(error);
        else resolve();
      }),
    );
  });
}

/** Columns as binary arrays: a batch travels without quoting or parsing a single literal. */

/**
 * PostgreSQL's binary array format: dimensions, a null flag, the element's type, the length, the
 * lower bound, then each element with its length (src/backend/utils/adt/arrayfuncs.c, array_recv).
 */
const headerSize = 20;
const oids = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  float8: 701,
  uuid: 2950,
};
const int32Size = 4;

function header(buffer: Buffer, oid: number, length: number): void {
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
}

interface Fixed<V> {
  readonly oid: number;
  readonly size: number;
  readonly write: (buffer: Buffer, value: V, at: number) => void;
}

/** A column of values that all have the same size; null is allowed. */
function fixed<V>({
  oid,
  size,
  write,
}: Fixed<V>): <R>(rows: readonly R[], get: (row: R) => V | null) => Buffer {
  return (rows, get) => {
    const buffer = Buffer.allocUnsafe(headerSize + rows.length * (int32Size + size));
    header(buffer, oid, rows.length);
    let at = headerSize;
    for (const row of rows) {
      const value = get(row);
      at = buffer.writeInt32BE(value === null ? -1 : size, at);
      if (value === null) continue;
      write(buffer, value, at);
      at += size;
    }
    return rows.length === 0 ? buffer.subarray(0, 12) : buffer.subarray(0, at);
  };
}

export const bools = fixed<boolean>({
  oid: oids.bool,
  size: 1,
  write: (buffer, value, at) => buffer.writeUInt8(value ? 1 : 0, at),
});
export const int2s = fixed<number>({
  oid: oids.int2,
  size: 2,
  write: (buffer, value, at) => buffer.writeInt16BE(value, at),
});
export const int4s = fixed<number>({
  oid: oids.int4,
  size: 4,
  write: (buffer, value, at) => buffer.writeInt32BE(value, at),
});
const twoTo32 = 4_294_967_296;
/** Safe integers; two writes cost less than making a BigInt. */
export const int8s = fixed<number>({
  oid: oids.int8,
  size: 8,
  write: (buffer, value, at) => {
    buffer.writeInt32BE(Math.floor(value / twoTo32), at);
    buffer.writeUInt32BE(value - Math.floor(value / twoTo32) * twoTo32, at + 4);
  },
});
export const float8s = fixed<number>({
  oid: oids.float8,
  size: 8,
  write: (buffer, value, at) => buffer.writeDoubleBE(value, at),
});
/** From 32 hex digits. */
export const uuids = fixed<string>({
  oid: oids.uuid,
  size: 16,
  write: (buffer, value, at) => buffer.write(value, at, 16, 'hex'),
});

/** SHA-256 from 64 hex digits. */
export const hashes = fixed<string>({
  oid: oids.bytea,
  size: 32,
  write: (buffer, value, at) => buffer.write(value, at, 32, 'hex'),
});

/** A column of texts. */
export function texts<R>(rows: readonly R[], get: (row: R) => string | null): Buffer {
  const values = rows.map(get);
  const size = values.reduce(
    (sum, value) => sum + int32Size + (value === null ? 0 : Buffer.byteLength(value)),
    headerSize,
  );
  const buffer = Buffer.allocUnsafe(size);
  header(buffer, oids.text, rows.length);
  let at = headerSize;
  for (const value of values) {
    const written = value === null ? -1 : buffer.write(value, at + int32Size, 'utf8');
    buffer.writeInt32BE(written, at);
    at += int32Size + Math.max(written, 0);
  }
  return rows.length === 0 ? buffer.subarray(0, 12) : buffer;
}

export function byteas<R>(rows: readonly R[], get: (row: R) => Uint8Array): Buffer {
  const values = rows.map(get);
  const size = values.reduce((sum, value) => sum + int32Size + value.length, headerSize);
  const buffer = Buffer.allocUnsafe(size);
  header(buffer, oids.bytea, rows.length);
  let at = headerSize;
  for (const value of values) {
    at = buffer.writeInt32BE(value.length, at);
    buffer.set(value, at);
    at += value.length;
  }
  return rows.length === 0 ? buffer.subarray(0, 12) : buffer;
}

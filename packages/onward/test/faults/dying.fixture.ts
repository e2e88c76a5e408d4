/**
 * Loaded before the product (`node --import`): its process ends, as by `kill -9`, at a named point
 * of what it says to the database. The product itself knows nothing of it.
 */
import pg from 'pg';

const point = process.env['DIES_AT'] ?? '';
/** How often the point is passed before. */
let passes = Number(process.env['DIES_AFTER'] ?? '0');

function die(): void {
  if (passes-- <= 0) process.kill(process.pid, 'SIGKILL');
}

type Query = (this: pg.Client, ...words: readonly unknown[]) => unknown;

const prototype = pg.Client.prototype as unknown as { query: Query };
const { query } = prototype;
/** Connections whose transaction records the end of an order. */
const recording = new WeakSet<pg.Client>();

prototype.query = function (this: pg.Client, ...words: readonly unknown[]): unknown {
  const [first] = words;
  const text = typeof first === 'string' ? first : ((first as { text?: string }).text ?? '');
  if (text.includes('.outcomes')) recording.add(this);
  if (point === 'stepped' && /copy \S*\.journal/.test(text)) die();
  if (point === 'answered' && /delete from \S*\.outbox/.test(text)) die();
  if (text !== 'commit') return query.apply(this, [...words]);
  const isRecording = recording.delete(this);
  if (point === 'written') die();
  const committed = query.apply(this, [...words]) as Promise<unknown>;
  if (point === 'commit-sent') setImmediate(die);
  const isHere = point === 'committed' || (point === 'recorded' && isRecording);
  return isHere ? committed.then((result) => (die(), result)) : committed;
};

/** Tries a connector: its description first, then each recording by every law. */
import { makeBench } from './bench.ts';
import { tryDescription, tryRecording, type Finding } from './laws.ts';
import type { TriedModule } from './module.ts';
import { toldOf, writeRecording, type NamedRecording } from './recording.ts';

export interface RunOptions {
  readonly recordings: readonly NamedRecording[];
  /** What comes of recordings that expect nothing yet is written into them. */
  readonly accept: boolean;
  /** Told before each recording. */
  onRecording?(name: string): void;
}

/** What was found, in the order of the recordings; nothing when every law is kept. */
export async function tryConnector(
  tried: TriedModule,
  { recordings, accept, ...told }: RunOptions,
): Promise<readonly Finding[]> {
  const described = tryDescription(tried.connector, tried.trial);
  if (described.length > 0) return described;
  const bench = makeBench(tried);
  if ('problems' in bench) {
    const messages = new Set(bench.problems.map(({ code, message }) => `${code}: ${message}`));
    return [...messages].map((message) => ({ law: 'described', message }));
  }
  const found: Finding[] = [];
  for (const each of recordings) {
    told.onRecording?.(each.name);
    let { recording } = each;
    if (accept && recording.expect === undefined) {
      const received = await bench.receive(bench.deliver(recording));
      recording = { ...recording, expect: received.map(toldOf) };
      await writeRecording(tried.recordings, { name: each.name, recording });
    }
    found.push(...(await tryRecording(bench, { name: each.name, recording })));
  }
  return found;
}

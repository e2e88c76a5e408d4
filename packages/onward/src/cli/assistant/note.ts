/** `onward assistant note`: a draft for the chart from a transcript, each line with its source. */
import type { Command } from 'commander';
import { draftOfConversation, type Message } from '../../assistant/index.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Run } from '../commands/run.ts';
import type { Terminal } from '../terminal.ts';
import { readWords } from './text-of.ts';

interface NoteFlags {
  readonly json?: boolean;
}

/** `Doctor: …` and `Patient: …`, one a line; a line without a name goes on with the one before. */
export function messagesOf(transcript: string, nowMs: number): readonly Message[] {
  const messages: Message[] = [];
  for (const line of transcript.split('\n')) {
    const found = /^\s*(?<name>[A-Za-z_ ]{2,24}):\s*(?<text>.*)$/.exec(line);
    const text = (found?.groups?.['text'] ?? line).trim();
    const last = messages.at(-1);
    if (text === '') continue;
    if (found === null && last !== undefined) {
      messages[messages.length - 1] = { ...last, text: `${last.text} ${text}` };
      continue;
    }
    const isOurs = /doctor|clinician|nurse|physician|gp|provider/i.test(
      found?.groups?.['name'] ?? '',
    );
    const who = isOurs ? ('clinician' as const) : ('person' as const);
    messages.push({ id: String(messages.length), who, atMs: nowMs, text });
  }
  return messages;
}

async function note(
  file: string | undefined,
  { json }: NoteFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const nowMs = Date.now();
  const transcript = await readWords([], file);
  const { draft, unsupported } = draftOfConversation({
    messages: messagesOf(transcript, nowMs),
    nowMs,
    zone: 'UTC',
  });
  if (json === true) {
    terminal.out(JSON.stringify({ sentences: draft.sentences, unsupported: unsupported.length }));
  } else {
    let section = '';
    for (const sentence of draft.sentences) {
      if (sentence.section !== section) terminal.out(terminal.paint('strong', sentence.section));
      ({ section } = sentence);
      const from = sentence.spans.map(({ message }) => message + 1).join(', ');
      terminal.out(`  ${sentence.text} ${terminal.paint('dim', `[${from}]`)}`);
    }
  }
  return unsupported.length === 0 ? exitCodes.ok : exitCodes.findings;
}

export function addNote(assistant: Command, run: Run): void {
  assistant
    .command('note')
    .description('a draft for the chart from a transcript; without a file: from stdin')
    .argument('[file]', 'lines of "Doctor: …" and "Patient: …"')
    .option('--json', 'for a program')
    .action((file: string | undefined, flags: NoteFlags) =>
      run((terminal) => note(file, flags, terminal)),
    );
}

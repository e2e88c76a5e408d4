import { expect, test } from 'vitest';
import { RejectError } from '../core/index.ts';
import { passKey, readPass, writePass } from './brief-pass.ts';
import { createBriefs } from './briefs.ts';
import type { BriefsParts } from './briefs.ts';
import type { Note } from './notes.ts';

const now = Date.UTC(2026, 0, 5, 9);
const key = passKey('a secret that both know');
const obligation = 'obl_5-2-0';
const pass = { obligation, person: 'nurse-1', reason: 'call-back', expiresAt: now + 60_000 };

test('a pass is read as it was written, until it is over', () => {
  const text = writePass(pass, key);
  expect(readPass(text, key, now)).toEqual(pass);
  expect(readPass(text, key, now + 60_000)).toBeUndefined();
});

test('whatever is changed in a pass, it is none', () => {
  const text = writePass(pass, key);
  const [content = '', mark = ''] = text.split('.');
  const other = Buffer.from(JSON.stringify([obligation, 'nurse-2', 'call-back', pass.expiresAt]));
  const forged = [
    `${other.toString('base64url')}.${mark}`,
    `${content}.`,
    content,
    `${content}.${mark}.${mark}`,
    `.${mark}`,
    writePass(pass, passKey('another secret')),
    '',
    'x'.repeat(100_000),
  ];
  for (const each of forged) expect(readPass(each, key, now)).toBeUndefined();
});

function made(change: Partial<BriefsParts> = {}) {
  const told: unknown[] = [];
  const written: Omit<Note, 'id'>[] = [];
  const briefs = createBriefs({
    key,
    nowMs: () => now,
    notes: {
      write: (note) => Promise.resolve(String(written.push(note))),
      list: () => Promise.resolve(written.map((note, at) => ({ ...note, id: String(at) }))),
    },
    about: () =>
      Promise.resolve({
        journey: 'jrn_5',
        refs: ['ab'],
        brief: ['ehr.summary', 'bank.payments'],
        ask: ({ system }) => {
          if (system === 'bank') return Promise.resolve({ kind: 'retry', code: 'ONW-OUT-OPEN' });
          const lines = [{ label: 'Name', text: 'Ana Example' }];
          return Promise.resolve({ kind: 'brief', title: 'Chart', lines });
        },
      }),
    record: (reveal) => Promise.resolve(void told.push(reveal)),
    ...change,
  });
  return { briefs, told, written };
}

test('whoever holds the pass sees each system, and which is missing; it is recorded', async () => {
  const { briefs, told } = made();
  expect(await briefs.show(obligation, writePass(pass, key))).toEqual([
    { system: 'ehr', title: 'Chart', lines: [{ label: 'Name', text: 'Ana Example' }] },
    { system: 'bank', title: 'bank', lines: [], missing: 'ONW-OUT-OPEN' },
  ]);
  expect(told).toEqual([{ obligation, person: 'nurse-1', reason: 'call-back', what: 'brief' }]);
});

test('a pass for another obligation shows nothing', async () => {
  const { briefs, told } = made();
  const shown = briefs.show('obl_6-2-0', writePass(pass, key));
  await expect(shown).rejects.toMatchObject({ code: 'ONW-BRIEF-PASS' });
  expect(told).toEqual([]);
});

test('what cannot be recorded is not shown', async () => {
  const asked: string[] = [];
  const { briefs } = made({
    about: () =>
      Promise.resolve({
        journey: 'jrn_5',
        refs: [],
        brief: ['ehr.summary'],
        ask: ({ system }) => {
          asked.push(system);
          return Promise.resolve({ kind: 'nothing' });
        },
      }),
    record: () => Promise.reject(new RejectError('ONW-OBLIGATION-ABSENT', 'It is not open.')),
  });
  const shown = briefs.show(obligation, writePass(pass, key));
  await expect(shown).rejects.toMatchObject({ code: 'ONW-OBLIGATION-ABSENT' });
  expect(asked).toEqual([]);
});

test('a note is the person’s who holds the pass, about the subject', async () => {
  const { briefs, written, told } = made();
  const text = writePass(pass, key);
  await briefs.note(obligation, text, 'Prefers mornings.');
  expect(written).toEqual([
    { ref: 'ab', by: 'nurse-1', about: obligation, text: 'Prefers mornings.', at: now },
  ]);
  expect(await briefs.notes(obligation, text)).toHaveLength(1);
  expect(told).toMatchObject([{ what: 'note-added' }, { what: 'notes' }]);
});

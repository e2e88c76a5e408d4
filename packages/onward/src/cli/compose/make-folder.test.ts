/** Folders that cannot be used are a fault of the set-up, told with the way out. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDataFolder, makeFolder, usable } from './make-folder.ts';
import { readPrivate } from './private-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-folder-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const unusable = { code: 'ONW-FOLDER-UNUSABLE' };

test('a folder is made with those it lies in, and may be there already', async () => {
  const inner = join(folder, 'a', 'b');
  await makeDataFolder(inner);
  await makeDataFolder(inner);
  expect((await stat(inner)).isDirectory()).toBe(true);
});

test('a file in its place, and a place where nothing can be made, are told', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(makeFolder(file)).rejects.toMatchObject(unusable);
  await expect(makeFolder(join(file, 'below'))).rejects.toMatchObject(unusable);
  await expect(makeFolder('/proc/onward/below')).rejects.toMatchObject(unusable);
  await expect(readPrivate(folder)).rejects.toMatchObject(unusable);
});

test('a defect stays one', async () => {
  const defect = new TypeError('x');
  await expect(usable('a', () => Promise.reject(defect))).rejects.toBe(defect);
});

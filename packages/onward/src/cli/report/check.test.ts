/** `onward check` and `onward replay` as a user or a script meets them. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onward } from '../cli.fixture.ts';
import { reportJsonSchema, reportSchema, storySchema } from './written.ts';

const example = new URL('../../../../../examples/01-telehealth', import.meta.url).pathname;
const published = new URL('../../../schema/check-report.json', import.meta.url).pathname;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-check-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

/** The same program, with an event that is handled in one place and forgotten in the others. */
async function forgetful(): Promise<string> {
  const path = join(folder, 'forgetful');
  await cp(example, path, { recursive: true });
  const file = join(path, 'journeys', 'first-visit.yaml');
  const text = await readFile(file, 'utf8');
  const planned = /\n  billing\.payment\.failed: a later try[^\n]+/u;
  expect(text).toMatch(planned);
  await writeFile(file, text.replace(planned, ''));
  return path;
}

test('a program that is proved: each property with what it means', async () => {
  const story = join(folder, 'nothing.json');
  const { exit, out, err } = await onward('check', example, '--story', story);
  expect(err).toBe('No story is written: nothing was refuted by one.\n');
  expect(out).toMatch(/^first-visit · proved · \d+ configurations · \d+ ms\n {2}C1 {2}proved/u);
  expect(out).toMatch(/\n {2}C2 {2}proved {3}Silence .* is told within \d+ d/u);
  expect(out).toMatch(/\n {2}C11 proved .*\n\nproved: nobody falls through\n$/u);
  expect(exit).toBe(0);
});

test('what is refuted is told with its story, its place and what would mend it', async () => {
  const { exit, out } = await onward('check', await forgetful());
  expect(out).toMatch(/\n {2}C4 {2}refuted {2}Events .* steps to what is wrong\n {6}0 {2}\+0 s /u);
  expect(out).toMatch(/\n {6}\d {2} +→ .*\n/u);
  expect(out).toMatch(
    /← billing\.payment\.failed comes at .*\n {6}\S+first-visit\.yaml:\d+:\d+\n/u,
  );
  expect(out).toMatch(/\n {6}Plan for it there.*\n {6}also .*first-visit.yaml:\d+/u);
  expect(out).toMatch(/\n\nrefuted: C4\n$/u);
  expect(exit).toBe(1);
});

test('too many configurations: unknown, with the reason said once', async () => {
  const { exit, out } = await onward('check', example, '--cap', '10');
  expect(out.match(/There are more than 10 configurations/gu)).toHaveLength(1);
  expect(out).toMatch(/\n {2}C2 {2}unknown {2}Silence {7}as C1\n/u);
  expect(exit).toBe(1);
});

test('the data is of the form that is published', async () => {
  expect(JSON.parse(await readFile(published, 'utf8'))).toEqual(reportJsonSchema());
  const refused = join(folder, 'refused');
  await cp(example, refused, { recursive: true });
  await writeFile(join(refused, 'program.yaml'), 'program: [');
  const runs = [
    [await onward('check', example, '--json'), 'proved', 0],
    [await onward('check', await forgetful(), '--json'), 'refuted', 1],
    [await onward('check', example, '--cap', '10', '--json'), 'unknown', 1],
    [await onward('check', refused, '--json'), 'refused', 1],
  ] as const;
  for (const [{ out, exit }, verdict, wanted] of runs) {
    const report = reportSchema.parse(JSON.parse(out));
    expect(report).toMatchObject({ verdict, ok: verdict === 'proved' });
    expect(exit).toBe(wanted);
  }
});

test('as SARIF: a rule for each property, and the story as a flow', async () => {
  const file = join(folder, 'check.sarif');
  const { exit, out } = await onward('check', await forgetful(), '--sarif', file);
  expect(exit).toBe(1);
  expect(out).toMatch(/refuted: C4\n$/u);
  const log = JSON.parse(await readFile(file, 'utf8')) as {
    readonly runs: readonly { readonly results: readonly { readonly ruleIndex: number }[] }[];
  };
  const place = {
    artifactLocation: { uri: expect.stringMatching(/first-visit\.yaml$/u) },
    region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
  };
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'onward check', rules: expect.any(Array) } },
        results: [
          {
            ruleId: 'C4',
            ruleIndex: 3,
            level: 'error',
            message: { text: expect.stringContaining('billing.payment.failed') },
            locations: [{ physicalLocation: place }],
            codeFlows: [{ threadFlows: [{ locations: expect.any(Array) }] }],
          },
        ],
      },
    ],
  });
  const toStdout = await onward('check', example, '--sarif');
  expect(JSON.parse(toStdout.out)).toMatchObject({ runs: [{ results: [] }] });
});

test('as Mermaid: a diagram for each story, and nothing in it is read as syntax', async () => {
  const { out } = await onward('check', await forgetful(), '--mermaid');
  expect(out).toMatch(/^---\ntitle: "C4 refuted · first-visit"\n---\nsequenceDiagram\n/u);
  expect(out.replaceAll(/#\d+;/gu, '')).not.toMatch(/[;#{}]/u);
});

test('a story is written, and the real engine comes to stand where it ends', async () => {
  const path = await forgetful();
  const file = join(folder, 'story.json');
  await onward('check', path, '--story', file);
  const story = storySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(story).toMatchObject({ journey: 'first-visit', property: 'C4' });
  const played = await onward('replay', file, '--program', path);
  expect(played.out).toMatch(/^first-visit · C4\n {2}0 {2}\+0 s /u);
  expect(played.out).toMatch(/\nreplayed: the journey stands where the proof said\n$/u);
  expect(played.exit).toBe(0);
  const report = join(folder, 'report.json');
  await writeFile(report, (await onward('check', path, '--json')).out);
  const words = ['replay', report, '--property', 'C4', '--program', path, '--json'];
  expect(JSON.parse((await onward(...words)).out)).toMatchObject({ ok: true, end: 'stands' });
  const mended = await onward('replay', file, '--program', example);
  expect(mended.err).toContain('not the one the story was told of');
}, 120_000);

test('wrong use ends with 2 and a code', async () => {
  const none = join(folder, 'none.json');
  await writeFile(none, (await onward('check', example, '--json')).out);
  const told = [
    [await onward('replay', join(example, 'program.yaml'), '--program', example), 'ONW-STORY-FORM'],
    [await onward('replay', none, '--program', example), 'ONW-STORY-NONE'],
    [await onward('replay', join(folder, 'no'), '--program', example), 'ONW-FOLDER-UNUSABLE'],
    [await onward('check', example, '--journey', 'nobody'), 'ONW-CHECK-JOURNEY'],
    [await onward('check', example, '--cap', 'many'), '--cap'],
  ] as const;
  for (const [{ exit, err }, code] of told) {
    expect(err).toContain(code);
    expect(exit).toBe(2);
  }
});

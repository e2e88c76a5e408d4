/** A questionnaire in words: branches are followed, answers are checked. */
import { expect, test } from 'vitest';
import type { Questionnaire } from '../connectors/index.ts';
import { answerForm, askNext, newForm, type FormTurn } from './forms.ts';

const form: Questionnaire = {
  resourceType: 'Questionnaire',
  item: [
    { linkId: 'hello', type: 'display', text: 'Some questions before your visit.' },
    { linkId: 'smokes', type: 'boolean', required: true, text: 'Do you smoke?' },
    {
      linkId: 'smoking',
      type: 'group',
      enableWhen: [{ question: 'smokes', operator: '=', answerBoolean: true }],
      item: [
        { linkId: 'many', type: 'integer', required: true, text: 'How many a day?' },
        {
          linkId: 'help',
          type: 'choice',
          required: true,
          text: 'Would you like help?',
          enableWhen: [{ question: 'many', operator: '>=', answerInteger: 10 }],
          answerOption: [
            { valueCoding: { code: 'Y', display: 'yes please' } },
            { valueCoding: { code: 'N', display: 'not now' } },
          ],
        },
      ],
    },
    { linkId: 'born', type: 'date', text: 'When were you born?' },
  ],
};

function play(...answers: readonly string[]): FormTurn {
  return answers.reduce(
    (turn, answer) => answerForm(turn.state, answer, form),
    askNext(newForm('before'), form),
  );
}

const said = ({ say }: FormTurn): string => (say.kind === 'ask' ? say.text : say.kind);

test('what is shown stands before the question that follows it', () => {
  expect(said(play())).toBe('Some questions before your visit. Do you smoke? (yes or no)');
});

test('a branch that is not enabled is not asked', () => {
  expect(said(play('no'))).toContain('When were you born?');
  expect(said(play('yes'))).toBe('How many a day?');
  expect(said(play('yes', '5'))).toContain('When were you born?');
  expect(said(play('yes', '20'))).toBe('Would you like help? (1 yes please, 2 not now)');
});

test('the answers are FHIR values, under the ids of their items', () => {
  const { state, say } = play('yes', '20', '2', '1970-01-02');
  expect(say).toEqual({ kind: 'done' });
  expect(state.answers.map(({ linkId, value }) => [linkId, value])).toEqual([
    ['smokes', { valueBoolean: true }],
    ['many', { valueInteger: 20 }],
    ['help', { valueCoding: { code: 'N', display: 'not now' } }],
    ['born', { valueDate: '1970-01-02' }],
  ]);
});

test('what is no answer is asked for again, and then a person reads it', () => {
  expect(said(play('perhaps'))).toMatch(/^Sorry, I did not understand. Do you smoke/u);
  expect(play('perhaps', 'well', 'hm').say).toEqual({ kind: 'person' });
  expect(play('no', '1970-13-40').say.kind).toBe('ask');
});

test('an answer that is not required may be left out', () => {
  const { state, say } = play('no', 'skip');
  expect(say).toEqual({ kind: 'done' });
  expect(state.skipped).toEqual(['born']);
});

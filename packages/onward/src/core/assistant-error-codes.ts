/** What is wrong with what the assistant is asked for, taught or set to. */
import type { OnwardCode } from './errors.ts';

export const assistantErrorCodes: Readonly<Record<OnwardCode, string>> = {
  'ONW-ASSISTANT-CHANGE':
    'A change of urgency is not signed by a registered reviewer for these versions; sign it again.',
  'ONW-ASSISTANT-EXAMPLES':
    'A file of examples is not of the form its option asks for; see docs/assistant.md.',
  'ONW-ASSISTANT-MODEL': 'A model cannot be read, or is of another encoder; train it again.',
  'ONW-ASSISTANT-VERSION':
    'There is no such version, or its files were altered; list those there are.',
  'ONW-DIARY-NOTHING': 'There is no visit to change, or nothing free for it; a person takes over.',
  'ONW-LLM-BAA':
    'The language model runs elsewhere and nobody acknowledged an agreement; set ONWARD_LLM_BAA.',
  'ONW-LLM-SETTINGS': 'The settings of the language model do not fit together; correct them.',
  'ONW-REVIEW-ABSENT': 'There is no such reading, or it was erased; list those that wait.',
  'ONW-REVIEW-DONE': 'Somebody has reviewed the reading already; read it again.',
  'ONW-REVIEW-LABEL': 'A label names no intent, level or concept of the assistant; name one.',
};

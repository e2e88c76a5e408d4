/** What is wrong with what the assistant is given. */
import type { OnwardCode } from './errors.ts';

export const assistantErrorCodes: Readonly<Record<OnwardCode, string>> = {
  'ONW-ASSISTANT-EXAMPLES':
    'A file of examples is not of the form its option asks for; see docs/assistant.md.',
  'ONW-ASSISTANT-MODEL': 'A model cannot be read, or is of another encoder; train it again.',
};

/** `--accept C5="why, in a sentence"`: what a person lets pass unproved, and on what grounds. */
import { InvalidArgumentError } from 'commander';
import type { PropertyId } from '../../core/index.ts';
import type { Acceptance } from '../../store/index.ts';

const form = /^(C(?:[1-9]|1[01]))=(.+)$/su;
const fewestWords = 3;
const mostCharacters = 300;

/** Reads one more `--accept`; the last one counts where a property is named twice. */
export function readAcceptance(
  text: string,
  before: readonly Acceptance[] = [],
): readonly Acceptance[] {
  const [, name, words = ''] = form.exec(text) ?? [];
  const reason = words.replaceAll(/\s+/gu, ' ').trim();
  const isSentence = reason.split(' ').length >= fewestWords && reason.length <= mostCharacters;
  if (name === undefined || !isSentence) {
    throw new InvalidArgumentError(
      'Name a property and say why in a sentence, such as C5="the trial ends in May".',
    );
  }
  const property = name as PropertyId;
  return [...before.filter((each) => each.property !== property), { property, reason }];
}

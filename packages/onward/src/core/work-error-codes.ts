/** What is wrong with what people who work together ask for. */
import type { OnwardCode } from './errors.ts';

export const workErrorCodes: Readonly<Record<OnwardCode, string>> = {
  'ONW-VIEW-ABSENT': 'There is no such saved view; list those there are.',
  'ONW-VIEW-OTHERS': 'The saved view is somebody else’s; whoever saved it can remove it.',
};

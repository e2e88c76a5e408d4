/** English, the language that the console is written in: every message by its id. */
import { assistant } from './en/assistant.ts';
import { flow } from './en/flow.ts';
import { frame } from './en/frame.ts';
import { journey } from './en/journey.ts';
import { people } from './en/people.ts';
import { systems } from './en/systems.ts';
import { work } from './en/work.ts';

export const catalogue = {
  ...frame,
  ...work,
  ...journey,
  ...flow,
  ...systems,
  ...people,
  ...assistant,
} as const;

export type MessageId = keyof typeof catalogue;

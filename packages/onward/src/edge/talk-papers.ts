/** A conversation as a draft for a chart: what is quoted, with where it stands; nothing else. */
import { codingOf, type DraftSentence } from '../assistant/index.ts';
import { assistantSettings } from '../connectors/index.ts';
import type { Facts, FactTypes, PaperFinding, Papers } from '../core/index.ts';
import type { Conversation } from './conversations.ts';
import type { EdgeParts } from './edge-parts.ts';
import { setupsOf } from './edge-parts.ts';

const titles: Readonly<Record<string, string>> = {
  complaint: 'What it is about',
  symptoms: 'What is told',
  negatives: 'What is denied',
  history: 'History',
  medicines: 'Medicines',
  answers: 'Answers',
  plan: 'Plan',
};

/** The papers of the conversation that an argument names, where one does. */
export async function papersOf(
  args: Facts,
  types: FactTypes,
  parts: EdgeParts,
): Promise<{ readonly papers?: Papers }> {
  const { talk, program } = parts;
  if (talk === undefined) return {};
  for (const [name, type] of Object.entries(types)) {
    const id = args[name];
    if (type.kind !== 'ref' || typeof id !== 'string') continue;
    if (program.systems[type.system]?.connector !== 'assistant') continue;
    const found = await talk.conversations.get(id);
    const setup = setupsOf(parts).get(type.system);
    if (found === undefined || setup === undefined) continue;
    return { papers: papersFrom(found, assistantSettings.of(setup), talk.reader) };
  }
  return {};
}

/** The papers of a conversation, by the settings of its assistant in a program. */
export function conversationPapers(conversation: Conversation, parts: EdgeParts): Papers {
  const setup = setupsOf(parts).get(conversation.system);
  if (setup?.system.connector !== 'assistant' || parts.talk === undefined) return { note: [] };
  return papersFrom(conversation, assistantSettings.of(setup), parts.talk.reader);
}

type Settings = ReturnType<typeof assistantSettings.of>;
type Drafting = Pick<NonNullable<EdgeParts['talk']>['reader'], 'draft'>;

/** The codes of what a sentence says of now; what is past, or neither yes nor no, has none. */
function findingsOf({ section, facts }: DraftSentence): readonly PaperFinding[] {
  if (section === 'history') return [];
  return facts.flatMap(({ concept, isDenied }) => {
    const coding = isDenied === undefined ? undefined : codingOf(concept, isDenied);
    return coding === undefined || isDenied === undefined ? [] : [{ ...coding, isDenied }];
  });
}

function papersFrom(
  { talk, lastAt: nowMs }: Conversation,
  { zone, forms }: Settings,
  reader: Drafting,
): Papers {
  const { draft } = reader.draft({ messages: talk.messages, nowMs, zone });
  const bySection = Map.groupBy<string, DraftSentence>(draft.sentences, (each) => each.section);
  const note = [...bySection].map(([section, sentences]) => ({
    title: titles[section] ?? section,
    lines: sentences.map((each) => {
      const { text, spans } = each;
      return { text, spans, findings: findingsOf(each) };
    }),
  }));
  const { form } = talk;
  if (form === undefined) return { note };
  const asked = forms[form.form];
  const { url, version } = asked ?? {};
  const address = url === undefined ? undefined : version === undefined ? url : `${url}|${version}`;
  const { answers } = form;
  const canonical = address === undefined ? {} : { questionnaire: address };
  return { note, form: { ...canonical, answers } };
}

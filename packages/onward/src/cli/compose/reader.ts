/**
 * The assistant as the edge reads with it: in the version that was promoted last, loaded when
 * somebody first writes and again after a promotion or a roll back.
 */
import {
  draftOfConversation,
  loadEncoder,
  shippedAssistant,
  shippedIntents,
  type Assistant,
  type Encoder,
  type LearntModels,
} from '../../assistant/index.ts';
import { StopError } from '../../core/index.ts';
import { raisedBy, type Llm, type Reader } from '../../edge/index.ts';
import { shippedVersion, versionsIn, type Version } from '../assistant/versions.ts';

interface Loaded {
  /** As the history of promotions has it. */
  readonly name: string;
  readonly assistant: Promise<Assistant>;
  /** What reads: the promoted version, or the shipped one where that does not load. */
  reads: string;
}

/** It holds no conversation: one serves all programs of a process. `llm`: asked beside it. */
export function lazyReader(data: string, llm?: Llm): Reader {
  const versions = versionsIn(data);
  let loaded: Loaded | undefined;
  const now = async (): Promise<Assistant> => {
    const name = (await versions.history().catch(() => [])).at(-1)?.to ?? shippedVersion;
    if (loaded?.name !== name) {
      const failed = (): void => {
        loaded = undefined;
      };
      const shipped: Version = { name: shippedVersion };
      const learnt = versions.current().catch(() => shipped);
      const fresh: Loaded = { name, assistant: load(learnt, failed), reads: shippedVersion };
      loaded = fresh;
      fresh.reads = (await learnt).name;
    }
    return loaded.assistant;
  };
  return {
    get version() {
      const name = loaded?.reads ?? shippedVersion;
      return name === shippedVersion ? shippedIntents().version : name;
    },
    async read({ known = [], ...conversation }) {
      const assistant = await now();
      const reading = await assistant.read(conversation);
      // An emergency is answered at once: there is nothing above it.
      if (llm === undefined || reading.urgency.level === 'emergency') return reading;
      return raisedBy(assistant, reading, await llm.read(conversation, known));
    },
    draft: (conversation) => draftOfConversation(conversation),
  };
}

/**
 * A version whose files were altered is not read with, but the shipped one. Without the model rules
 * read all the same, and a person reads everything within minutes; it is loaded again with the next
 * message.
 */
async function load(version: Promise<LearntModels>, failed: () => void): Promise<Assistant> {
  const learnt = await version;
  try {
    return shippedAssistant(await loadEncoder(), learnt);
  } catch {
    failed();
    return shippedAssistant(absent, learnt);
  }
}

const absent: Encoder = {
  name: 'absent',
  dimensions: 512,
  embed() {
    const message = 'The model of the assistant is not there; install the packages again.';
    return Promise.reject(new StopError('ONW-ASSISTANT-MODEL', message));
  },
};

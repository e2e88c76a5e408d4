/** The assistant as the edge reads with it; its model is loaded when somebody first writes. */
import {
  draftOfConversation,
  loadEncoder,
  shippedAssistant,
  shippedIntents,
  type Assistant,
  type Encoder,
} from '../../assistant/index.ts';
import { StopError } from '../../core/index.ts';
import type { Reader } from '../../edge/index.ts';
import { versionsIn } from '../assistant/versions.ts';

/** One for the whole process: it holds no conversation. */
let loading: Promise<Assistant> | undefined;

/** `folder`: where versions that were learnt are kept; one that is promoted runs after a start. */
export function lazyReader(folder: string | undefined): Reader {
  return {
    version: shippedIntents().version,
    async read(conversation) {
      loading ??= load(folder);
      return (await loading).read(conversation);
    },
    draft: (conversation) => draftOfConversation(conversation),
  };
}

/**
 * Without its model rules read all the same, and a person reads everything within minutes; it is
 * loaded again with the next message.
 */
async function load(folder: string | undefined): Promise<Assistant> {
  try {
    const learnt = folder === undefined ? undefined : await versionsIn(folder).current();
    return shippedAssistant(await loadEncoder(), learnt);
  } catch {
    loading = undefined;
    return shippedAssistant(absent);
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

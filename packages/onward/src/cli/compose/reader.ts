/** The assistant as the edge reads with it; its model is loaded when somebody first writes. */
import {
  draftOfConversation,
  gramEncoder,
  loadEncoder,
  shippedAssistant,
  type Assistant,
} from '../../assistant/index.ts';
import type { Reader } from '../../edge/index.ts';

/** One for the whole process: it holds no conversation. */
let loading: Promise<Assistant> | undefined;

export function lazyReader(): Reader {
  return {
    async read(conversation) {
      loading ??= load();
      return (await loading).read(conversation);
    },
    draft: (conversation) => draftOfConversation(conversation),
  };
}

/** Without its model, rules and words still read: the classifiers are weaker then. */
async function load(): Promise<Assistant> {
  try {
    return shippedAssistant(await loadEncoder());
  } catch {
    return shippedAssistant(gramEncoder());
  }
}

/**
 * The one way into the assistant: plain words in, what they mean out, with the words it stands on.
 */
export { docOf } from './document/build.ts';

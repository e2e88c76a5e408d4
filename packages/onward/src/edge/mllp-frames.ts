/** MLLP framing, which the line shares with the connector that sends over one. */
export { FrameReader, frame } from '../connectors/index.ts';

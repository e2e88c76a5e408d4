/** UTF-8 to text, refusing what is not UTF-8, by the decoder that every JavaScript runtime has. */

/** Core is compiled without the types of any platform, so the one thing it uses is named here. */
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly fatal: true },
) => { decode(bytes: Uint8Array): string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text without a leading byte order mark; undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * MJML to HTML. It is compiled before any value is in it: what a value holds can then be no element
 * of it, and Liquid escapes each where it is filled in. Nothing is fetched: includes are refused,
 * and no fonts are linked that a reader would fetch from somebody else.
 */
import mrml from 'mrml/nodejs/mrml_wasm.js';

/** HTML with the Liquid that stood in the MJML, or why there is none. */
export type Compiled = { readonly html: string } | { readonly problem: string };

const compiled = new Map<string, Compiled>();
/** A program has some dozens of texts, in some languages. */
const mostKept = 500;

/** Compiles a text once. */
export function compileMjml(source: string): Compiled {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const made = compile(source);
  if (compiled.size >= mostKept) compiled.clear();
  compiled.set(source, made);
  return made;
}

function compile(source: string): Compiled {
  const engine = new mrml.Engine();
  try {
    engine.setRenderOptions({ disableComments: true, socialIconOrigin: null, fonts: {} });
    const result = engine.toHtml(source);
    if (result.type === 'success') return { html: result.content };
    return { problem: 'This is no MJML that can be compiled; Liquid tags go into `mj-raw`.' };
  } finally {
    engine.free();
  }
}

/** The document says which language it is in, unless who wrote it has said so. */
export function inLanguage(html: string, language: string): string {
  return html.replaceAll('lang="und"', `lang="${language}"`);
}

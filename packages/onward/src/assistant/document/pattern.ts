/** Long patterns written over several lines: line breaks and indents are no part of them. */

/** The pattern of a text; `g`, so that it can be searched again and again. */
export function patternOf(text: string, flags = 'g'): RegExp {
  return new RegExp(text.replaceAll(/\s*\n\s*/g, ''), flags);
}

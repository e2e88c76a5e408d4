/** What the inflections of an English word have in common: a key for comparing, not a word. */

const irregular = new Map(
  Object.entries({
    swollen: 'swell',
    swole: 'swell',
    bled: 'bleed',
    broke: 'break',
    broken: 'break',
    fell: 'fall',
    fallen: 'fall',
    felt: 'feel',
    threw: 'throw',
    thrown: 'throw',
    ate: 'eat',
    eaten: 'eat',
    drank: 'drink',
    drunk: 'drunk',
    took: 'take',
    taken: 'take',
    taking: 'take',
    tore: 'tear',
    torn: 'tear',
    bit: 'bit',
    bite: 'bite',
    bites: 'bite',
    bitten: 'bite',
    biting: 'bite',
    stung: 'sting',
    woke: 'wake',
    waking: 'wake',
    woken: 'wake',
    burnt: 'burn',
    hurts: 'hurt',
    gave: 'give',
    given: 'give',
    going: 'go',
    goes: 'go',
    shook: 'shake',
    shaking: 'shake',
    shaken: 'shake',
    children: 'child',
    babies: 'baby',
    feet: 'foot',
    teeth: 'tooth',
    women: 'woman',
    men: 'man',
    lost: 'lose',
    losing: 'lose',
    dying: 'die',
    died: 'die',
    dies: 'die',
    lying: 'lie',
    hung: 'hang',
    worse: 'worse',
    pus: 'pus',
    gas: 'gas',
    bus: 'bus',
    this: 'this',
    his: 'his',
    its: 'its',
    was: 'was',
    has: 'has',
    does: 'does',
    is: 'is',
    as: 'as',
    us: 'us',
    thing: 'thing',
    nothing: 'nothing',
    something: 'something',
    anything: 'anything',
    everything: 'everything',
    during: 'during',
    morning: 'morning',
    evening: 'evening',
    need: 'need',
    feed: 'feed',
    speed: 'speed',
    red: 'red',
    bed: 'bed',
    bleed: 'bleed',
    wedding: 'wedding',
    building: 'building',
    only: 'only',
    family: 'famili',
    belly: 'belli',
    jelly: 'jelli',
    ugly: 'ugli',
    early: 'earli',
    july: 'july',
    twins: 'twin',
  }),
);

export function stemOf(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length < 4) return word;
  return settle(withoutEnding(word));
}

function withoutEnding(word: string): string {
  if (word.endsWith('ness') && word.length > 6) return word.slice(0, -4);
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  if (word.endsWith('ing') && word.length > 5) return single(word.slice(0, -3));
  if (word.endsWith('ed') && word.length > 4) return single(word.slice(0, -2));
  if (word.endsWith('ly') && word.length > 5) return word.slice(0, -2);
  return word;
}

/** "stopped" is "stop", but "falling" is "fall". */
function single(stem: string): string {
  return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}

function settle(stem: string): string {
  if (stem.length > 3 && stem.endsWith('e')) return stem.slice(0, -1);
  return stem.endsWith('y') ? `${stem.slice(0, -1)}i` : stem;
}

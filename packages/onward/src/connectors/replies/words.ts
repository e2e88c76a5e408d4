/**
 * A text of a person as plain words: what people write on a telephone varies in case, accents,
 * punctuation, apostrophes and spelling, and none of that makes it mean something else.
 */

/** A text as the matchers read it; it stays in memory while they do. */
export interface Said {
  /** The words of each sentence, with one blank between them. */
  readonly sentences: readonly string[];
  /** All of them, with one blank between. */
  readonly whole: string;
  readonly isQuestion: boolean;
}

/** What is longer was not written to answer a message. */
const longestRead = 500;

/** The text as words of `a`–`z` and digits; other scripts keep their letters. */
export function readWords(text: string): Said {
  const plain = text
    .slice(0, longestRead)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .replaceAll(/['\u2018\u2019`\u00b4]/g, '');
  const sentences = plain
    .split(/[.!?;:\n\r\u2026\u00a1\u00bf]+|\s[-\u2013\u2014]+\s/)
    .map((each) => wordsOf(each))
    .filter((each) => each !== '');
  const isQuestion = /[?\u00bf]/.test(plain);
  return { sentences, whole: sentences.join(' '), isQuestion };
}

function wordsOf(sentence: string): string {
  const words = sentence.split(/[^\p{L}\p{N}]+/u).filter((each) => each !== '');
  // S T O P
  const isSpelled = words.length > 2 && words.every((each) => /^\p{L}$/u.test(each));
  const read = isSpelled ? [words.join('')] : words;
  return pairs(read.map((each) => spelled(each)).join(' '));
}

/** One spelling for what is spelled in many ways; a letter that is held down counts once. */
function spelled(written: string): string {
  const word = written.replaceAll(/(\p{L})\1{2,}/gu, '$1');
  const known = Object.hasOwn(spellings, word) ? spellings[word] : undefined;
  if (known !== undefined) return known;
  return isNearUnsubscribe(word) ? 'unsubscribe' : word;
}

/** Several words that are one. */
function pairs(text: string): string {
  return text
    .replaceAll(/\b(?:do not|don t)\b/g, 'dont')
    .replaceAll(/\bdid not\b/g, 'didnt')
    .replaceAll(/\bwill not\b/g, 'wont')
    .replaceAll(/\b(?:cannot|can not|can t|cant be able to)\b/g, 'cant')
    .replaceAll(/\bany more\b/g, 'anymore')
    .replaceAll(/\bun (?=subscribe\b|stop\b)/g, 'un');
}

const spellings: Readonly<Record<string, string>> = {
  ...spellingsOf('stop', 'stopp sotp stpo tsop stp sstop stoop stob soptop stopo stpp'),
  ...spellingsOf('stopall', 'stoppall stopal'),
  ...spellingsOf('unsubscribe', 'unsub unsubs unsubscrib desubscribe'),
  ...spellingsOf('opt out', 'optout optou optedout'),
  ...spellingsOf('opt in', 'optin'),
  ...spellingsOf('cancel', 'cancle cancell canel cancal cansel'),
  ...spellingsOf('please', 'pls plz plse pleas pleae plese plase'),
  ...spellingsOf('you', 'u ya'),
  ...spellingsOf('your', 'ur youre'),
  ...spellingsOf('text', 'txt tex texte'),
  ...spellingsOf('texts', 'txts texs'),
  ...spellingsOf('texting', 'txting texing textin txtin texitng'),
  ...spellingsOf('message', 'msg mesage messge mssg'),
  ...spellingsOf('messages', 'msgs mesages messges mssgs messsages'),
  ...spellingsOf('messaging', 'msging mesaging'),
  ...spellingsOf('dont', 'dnt dnot donot donnt'),
  ...spellingsOf('cant', 'cannt'),
  ...spellingsOf('number', 'numer nuber num'),
  ...spellingsOf('want to', 'wanna'),
  ...spellingsOf('going to', 'gonna'),
  ...spellingsOf('appointment', 'appt apt appointmnt apointment appoinment appointement'),
  ...spellingsOf('reschedule', 'reschedual resched rescedule reshedule reschudle'),
  ...spellingsOf('thanks', 'thx thnx tks ty'),
  ...spellingsOf('no more', 'nomore'),
  ...spellingsOf('mensajes', 'msj msjs mjs mensages mensajez mensaje'),
  ...spellingsOf('por favor', 'porfavor xfavor porfa xfa'),
  ...spellingsOf('que', 'q ke'),
  ...spellingsOf('yes', 'yess yea yas yeps'),
  ...spellingsOf('okay', 'okey okie'),
};

function spellingsOf(word: string, written: string): Readonly<Record<string, string>> {
  return Object.fromEntries(written.split(' ').map((each) => [each, word]));
}

/** The word is long enough that two letters out of place leave no doubt; its opposites do not. */
function isNearUnsubscribe(word: string): boolean {
  if (word.length < 9 || word.length > 13 || !word.startsWith('un')) return false;
  return !word.endsWith('d') && distance(word, 'unsubscribe') <= 2;
}

/** Letters to add, leave out or replace (Levenshtein, 1966). */
function distance(from: string, to: string): number {
  let before = Array.from({ length: to.length + 1 }, (_each, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const now = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const replaced = (before[column - 1] ?? 0) + (isSame ? 0 : 1);
      now.push(Math.min(replaced, (before[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1));
    }
    before = now;
  }
  return before[to.length] ?? 0;
}

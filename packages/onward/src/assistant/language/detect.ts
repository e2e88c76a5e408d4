/**
 * Which language a message is in, as far as it matters: English, or one for a person who reads it.
 */
import { patternOf } from '../document/pattern.ts';

/** Words that are common in a language and rare in the others. */
const common: Readonly<Record<string, string>> = {
  es:
    'el la los las que por para con mi muy no se una esta tengo me duele puedo quiero hola ' +
    'cita gracias favor del pero como hijo hija respira ella ayuda bebe necesito cambiar ' +
    'mucho pecho',
  fr:
    'le les des je suis ne pas et un une mon ma mes est que pour avec dans bonjour vous ' +
    'merci voudrais ai mal très plus son sur qui rendez père mère arrive',
  de:
    'der die das ich und nicht ist ein eine mein meine habe mit für auf haben sie bitte ' +
    'guten tag brauche starke keine kann mir mich schmerzen',
  pt:
    'não uma para com meu minha estou muito que por favor gostaria consulta dor obrigado ' +
    'olá preciso eu ele ela consigo está você',
  it:
    'il che non per con mio mia sono molto ho mi una grazie buongiorno vorrei dolore ' +
    'respirare',
  pl: 'nie jest się mam moje mój proszę dzień dobry bardzo boli mogę na do',
  tl: 'ako ang ng mga po hindi ako sa na ko yung ba',
  vi: 'tôi không là và của một có bị đau xin chào',
  tr: 've bir bu için çok benim ben değil var ağrı nefes',
  so: 'waxaan waa iyo xanuun ma ka uu',
};
const english = new Set(
  (
    'the a i my is and to of in it on for you have has was are with not no do can am he ' +
    'she they this that me been at but be so what when how will would need want please get ' +
    'got had his her im ive cant dont feel pain appointment hi hello help or from day ' +
    'today since now just been your we if yes thanks test ok'
  ).split(' '),
);

/** Words that no English message has. */
const foreign = new Set(
  Object.values(common)
    .flatMap((list) => list.split(' '))
    .filter((word) => word.length > 1 && !english.has(word)),
);

/** Words of danger, of which one is enough for a person to read the message now. */
const alarming = patternOf(
  String.raw`
    \b(?:respirar?|respira|pecho|fiebre muy alta|no despierta|morir|matarme|suicidarme|
    suicidio|sangr\w*|convulsiona\w*|desmay\w*|embarazad\w*|ayuda|infarto|derrame|veneno|
    sobredosis|ambulancia|emergencia|urgencia|dolor fuerte|mucho dolor|ahog\w*|inconsciente|
    respirer|respire|poitrine|mourir|suicider|saigne\w*|évanou\w*|enceinte|urgence|visage|
    ne parle plus|crise|secours|fièvre|étouff\w*|inconscient\w*|brust|luft|atm\w*|blut\w*|
    sterben|umbringen|ohnmacht|bewusstlos\w*|schwanger|krampf\w*|notfall|schlaganfall|
    herzinfarkt|hilfe|fieber|vergift\w*|peito|sangu\w*|morrer|grávida|desmai\w*|socorro|
    febre|envenen\w*|avc|petto|morire|sangue|svenut\w*|incinta|aiuto|krwawi\w*|oddych\w*|
    umrzeć|ciąży|nefes|kan|ölmek)\b|胸|呼吸|自杀|出血|流血|晕|昏|怀孕|发烧|高烧|中毒|救命|中风|心脏|صدر|تنفس|التنفس|
    نزيف|انتحار|حامل|حمى|إغماء|أموت|الموت|груд|дыш|кров|умер|суицид|беремен|помогите|سینے|
    سانس|ਸਾਹ|सांस|सीने|খুন|শ্বাস
`,
  'iu',
);

export interface Language {
  /** A two-letter code where it is known; `other` where it is only known not to be English. */
  readonly code: string;
  readonly isEnglish: boolean;
  /** Whether a word of danger stands in it; asked only where it is not English. */
  readonly isAlarming: boolean;
}

const scripts: readonly (readonly [string, RegExp])[] = [
  ['zh', /\p{Script=Han}/u],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['hi', /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Tamil}]/u],
  ['other', /[\p{Script=Hebrew}\p{Script=Greek}\p{Script=Thai}\p{Script=Ethiopic}]/u],
];

export function languageOf(text: string): Language {
  const script = scripts.find(([, pattern]) => pattern.test(text))?.[0];
  if (script !== undefined) return found(script, text);
  const words =
    text
      .toLowerCase()
      .replaceAll(/['’]/g, ' ')
      .match(/\p{L}+/gu) ?? [];
  const ours = words.filter((word) => english.has(word)).length;
  let best = 'en';
  let most = ours;
  for (const [code, list] of Object.entries(common)) {
    const theirs = new Set(list.split(' '));
    const count = words.filter((word) => theirs.has(word)).length;
    if (count > most) {
      best = code;
      most = count;
    }
  }
  // Two words are too few to say so, unless there are no others.
  const isSure = most >= 2 && most >= words.length / 6 && most > ours;
  if (best !== 'en' && isSure) return found(best, text);
  // Two languages in one message: what is not ours is alarming all the same.
  const isMixed = words.some((word) => foreign.has(word)) && alarming.test(text);
  return { code: 'en', isEnglish: true, isAlarming: isMixed };
}

function found(code: string, text: string): Language {
  return { code, isEnglish: false, isAlarming: alarming.test(text) };
}

/** What people answer to a reminder in their own words: another time, no visit, yes, a question. */
import { alternatives, anyOf } from './patterns.ts';
import type { Said } from './words.ts';

const visit = '(?:appointment|visit|booking|session|slot|consultation|checkup|check up)';
const time = '(?:day|time|date|slot|week|hour|month)';

const moves = anyOf(
  '\\b(?:reschedule|rebook|postpone)\\b',
  `\\b(?:another|different|other|new|later|earlier|better|sooner) (?:${time}|${visit})\\b`,
  '\\b(?:move|change|push back|push|switch|shift|delay) (?:my |the |our |this |that )?' +
    `(?:${visit}|${time})\\b`,
  '\\bcan (?:we|i|you) (?:move|change|push|do|come|make) (?:it |that |in )?(?:to |on |at ' +
    ')?(?:\\w+ )?' +
    '(?:later|earlier|instead|monday|tuesday|wednesday|thursday|friday|saturday|sunday' +
    '|tomorrow|next week)\\b',
  '\\b(?:reprogramar|reagendar|posponer|aplazar)(?:la|lo)?\\b',
  '\\b(?:cambiar|mover|pasar) (?:(?:mi|la|el|de|nuestra) ){0,2}(?:cita|hora|dia|fecha' +
    '|horario|visita)\\b',
  '\\b(?:otro dia|otra hora|otra fecha|otro horario|mas temprano|otra cita)\\b',
);
const moved = anyOf(
  '\\b(?:dont|not|didnt|no need|never)(?: (?:want|need|have|to|you|please)){0,4} (?:to )?' +
    '(?:reschedule|rebook|postpone|move|change)\\b',
  '\\b(?:did|have|has|had|was) (?:you|they|my|the|i|it)(?: \\w+){0,3} (?:reschedule' +
    '|rebook|move|change|postpone)',
  '\\b(?:no (?:quiero|necesito)) (?:reprogramar|reagendar|cambiar|posponer)\\b',
  '\\b(?:saw|had|told|said|pain|medicine|medication|dose|pill|pills|bandage|dressing)\\b',
);

const cancels = anyOf(
  `\\bcancel (?:(?:my|the|our|this|that|todays?|tomorrows?|upcoming) ){0,2}(?:\\w+ )?${visit}\\b`,
  '^(?:(?:please|hi|hello|sorry|yes|i|we|need to|want to|have to|would like to|must' +
    '|going to|you|can|could|will) )*' +
    'cancel (?:it|this|that|for me|tomorrow|today)(?: (?:please|thanks|thank you))*$',
  '^(?:(?:please|hi|hello|sorry|i|we|need to|want to|have to|would like to|must|will ' +
    'have to|am going to) )+cancel$',
  '\\b(?:i|we|he|she|ill|well) (?:cant|wont|will|am|im|are|not) ?(?:be able to |not )?' +
    '(?:come|make it|attend|be there|coming|be coming|be attending)\\b',
  '^(?:(?:sorry|no|nope|unfortunately) )*(?:i )?(?:im |am |we are |were )?' +
    '(?:cant|wont|not|not able to) ' +
    '(?:be able to )?(?:come|coming' +
    '|make it|make the appointment|attend|attending|be there)\\b',
  '\\b(?:cancelar|cancelen?|anular|anulen?) (?:(?:mi|la|nuestra|esta|de) ){0,2}(?:cita' +
    '|visita|consulta)\\b',
  '\\bno (?:puedo|podre|voy a poder|podemos) (?:ir|asistir|llegar|acudir)\\b',
  '\\bno voy a (?:ir|asistir|llegar)\\b',
);
/** "I will come" is said with the words of the pattern above, and means the opposite. */
const comes = anyOf(
  '\\b(?:i|we|ill|well|he|she) (?:will|am|im|are)? ?(?:be able to )?' +
    '(?:come|make it|attend|be there|coming|be coming|be attending)\\b',
);
const isNo = /\b(?:cant|wont|not|no)\b/;
const notCancelled = anyOf(
  '\\b(?:dont|not|didnt|never|no need)(?: (?:want|need|to|you|please|yet)){0,4} cancel\\b',
  '\\b(?:did|have|has|had|was|why) (?:you|they|my|the|i|it)(?: \\w+){0,3} cancel',
  '\\b(?:if|when|unless) (?:i|we|you|it|they)\\b',
  '\\b(?:fee|charged?|charge|policy|insurance|subscription|prescription|order)\\b',
  '\\bno (?:quiero|cancelen?|cancele)\\b(?! ir)',
);
const bidden =
  /^(?:(?:please|hi|hello|sorry) )*(?:can|could|would|will|please) you (?:please )?cancel\b/;

const yes = alternatives(
  'yes yep yeah yup ok okay sure confirm confirmed confirming confirmo si claro absolutely c y',
);
const besideYes = alternatives(
  'i ill im we well will be there see you then at it is that the my a appointment visit ' +
    'thanks thank',
  'please que time works for me good great perfect fine sounds and coming can make to do am ' +
    'tomorrow today',
  'ahi estare voy a ir gracias por favor la cita mi alli hi hello hola still of course',
);
const agreed = new RegExp(`^(?:(?:${besideYes}) )*${yes}(?: (?:${yes}|${besideYes}))*$`);
const coming = anyOf(
  '^(?:(?:yes|ok|okay|great|thanks|perfect|sure|thank you) )*(?:i will|ill|we will|i ' +
    'can) (?:be there|come|be coming|make it)(?: (?:thanks|thank you|tomorrow|today|for sure))*$',
  '^(?:(?:ok|okay|great|thanks|perfect|sure) )*see you (?:then|there|tomorrow|soon)(?: ' +
    '(?:thanks|thank you))*$',
  '^(?:si )?(?:ahi|alli) estare(?: gracias)?$',
);

const asking = new RegExp(
  `^(?:(?:hi|hello|hey|and|so|but|ok|also|sorry|please|hola|y|pero|disculpe) )*${alternatives(
    'what whats when whens where wheres who whos why how hows which can could do does ' +
      'did is are was were',
    'will would should may am have has shall que cuando donde quien como cual cuanto ' +
      'cuanta puedo puede',
    'pueden podria tengo debo hay',
  )}\\b`,
);
/** Which begin as a question does, and tell something. */
const telling = /^(?:hay|tengo|como|que|have|when i|may)\b.*$/;

/** Whether the text asks for another time. */
export function asksToMove({ sentences }: Said): boolean {
  return sentences.some((each) => moves.test(each) && !moved.test(each));
}

/** Whether the text says that nobody will come; whether one may cancel is a question. */
export function saysCancel({ sentences, isQuestion }: Said): boolean {
  return sentences.some((each) => {
    if (!cancels.test(each) || notCancelled.test(each)) return false;
    if (comes.test(each) && !isNo.test(each)) return false;
    return bidden.test(each) || (!isQuestion && !asking.test(each));
  });
}

/** Whether the text says yes and nothing else. */
export function saysConfirm({ whole, isQuestion }: Said): boolean {
  return !isQuestion && !isNo.test(whole) && (agreed.test(whole) || coming.test(whole));
}

/** Whether the text asks something: by its sign, or by its first word. */
export function isAsking({ sentences, isQuestion }: Said): boolean {
  return isQuestion || sentences.some((each) => asking.test(each) && !telling.test(each));
}

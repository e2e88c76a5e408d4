/** The same in Spanish, whose forms of address make one request look many ways. */
import { anyOf } from './patterns.ts';

const sent = '(?:mensajes|textos?|sms|recordatorios?|avisos?|notificaciones|correos?|alertas)';
const few = '(?:(?:mas|de|los|las|estos|esos|sus|tus|mis|otros|me|tantos|ningun|ya|el|la) ){0,5}';
const toSend = '(?:mandar|enviar|escribir|molestar|textear|contactar|mensajear)(?:me|nos|le|les)?';

const phrases = anyOf(
  `\\b(?:deje|dejen|deja|dejad|paren?|basta|cesen?) (?:ya )?(?:de )?${toSend}\\b`,
  '\\b(?:deje|dejen|deja|paren?|detengan?|cancelen?|cancelar|suspendan?|basta|basta de) ' +
    `${few}${sent}\\b`,
  '\\bno (?:me|nos) (?:escriban?|escribas|contacten?|contactes|molesten?|molestes' +
    '|texteen?|textees)\\b',
  `\\bno (?:me|nos) (?:manden?|mandes|envien?|envies) (?:${few}${sent}|mas|nada|esto|eso)\\b`,
  '\\bno (?:me|nos) (?:manden?|mandes|envien?|envies)$',
  '\\bno (?:me|nos) llamen? (?:mas|nunca|otra vez)\\b',
  `\\bno quiero (?:(?:recibir|que me) )?(?:(?:manden|envien) )?${few}(?:${sent}|escriban` +
    '|contacten)\\b',
  `^(?:por favor |ya )*no mas ${few}${sent}\\b`,
  `^ya no ${few}${sent}\\b`,
  '\\b(?:quite|quiten|quita|borre|borren|borra|saque|saquen|saca|elimine|eliminen|remueva' +
    '|remuevan)' +
    '(?:me|nos)? (?:\\w+ ){0,3}(?:de (?:la|su|tu|esta|esa) lista|mi (?:numero|telefono' +
    '|celular))\\b',
  '\\b(?:deme|denme|dame|dar|darme|darnos) de baja\\b',
  '\\b(?:deje|dejen|deja)(?:me|nos) (?:en paz|tranquil[oa]s?)\\b',
  '\\b(?:desuscribir|unsuscribir|desuscriba|desuscriban|desuscribe|desuscribanme' +
    '|desinscribir)(?:me)?\\b',
  '\\b(?:retiro|revoco) mi (?:consentimiento|permiso|autorizacion)\\b',
);
const wrongNumber = anyOf(
  '\\b(?:numero|telefono|persona) equivocad[oa]\\b',
  '\\b(?:se equivoco|se equivoca|esta equivocado|te equivocaste) de (?:numero|telefono' +
    '|persona)\\b',
);
const bare = new RegExp(
  '^(?:(?:por favor|ya|hola) )*' +
    '(?:alto|parar|pare|paren|detener|detengan|basta|baja|de baja|terminar)' +
    '(?: (?:por favor|ya|gracias))*$',
);
const denied = anyOf(
  '\\b(?:no|nunca) (?:me )?(?:deje|dejen|deja|paren?|cancelen?|detengan?)\\b',
  '\\b(?:cirugia|operacion|tratamiento|lista de espera|medicina|medicamento|cita)\\b',
  '\\b(?:hasta|antes|despues|de noche|en la noche|por la noche|al trabajo|mientras)\\b',
  '\\b(?:le di|les di|llame|marque|es el|es este) (?:\\w+ ){0,2}(?:numero|telefono)\\b',
);

/** Whether a sentence asks for no more messages. */
export function asksToStopInSpanish(sentences: readonly string[], whole: string): boolean {
  if (bare.test(whole)) return true;
  return sentences.some((each) => {
    if (bare.test(each)) return true;
    if (denied.test(each)) return false;
    return phrases.test(each) || (wrongNumber.test(each) && each.split(' ').length <= 8);
  });
}

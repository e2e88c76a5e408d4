/** The words of the pages behind links, in the languages that there are. */
import type { LinkAction } from '../templates/link-action.ts';

export interface PageWords {
  readonly questions: Readonly<Record<LinkAction, string>>;
  readonly buttons: Readonly<Record<LinkAction, string>>;
  readonly taken: Readonly<Record<LinkAction, string>>;
  readonly asking: string;
  readonly close: string;
  /** Title and text. */
  readonly expired: readonly [string, string];
  readonly unknown: readonly [string, string];
  readonly later: readonly [string, string];
}

const en: PageWords = {
  questions: {
    confirm: 'Confirm?',
    cancel: 'Cancel?',
    move: 'Ask for another time?',
    unsubscribe: 'Stop these messages?',
  },
  buttons: {
    confirm: 'Yes, confirm',
    cancel: 'Yes, cancel',
    move: 'Yes, ask for another time',
    unsubscribe: 'Yes, stop these messages',
  },
  taken: {
    confirm: 'Thank you, it is confirmed',
    cancel: 'We were told to cancel',
    move: 'We were told that you want another time',
    unsubscribe: 'You will get no more of these messages',
  },
  asking: 'Nothing happens before you press the button.',
  close: 'You can close this page.',
  expired: ['This link is too old', 'Please call us, or answer a newer message.'],
  unknown: [
    'This link does not work',
    'Please open it as it stands in the message. Nothing was changed.',
  ],
  later: ['That did not work yet', 'Please go back and press the button again in a minute.'],
};

const es: PageWords = {
  questions: {
    confirm: '¿Confirmar?',
    cancel: '¿Cancelar?',
    move: '¿Pedir otra hora?',
    unsubscribe: '¿No recibir más estos mensajes?',
  },
  buttons: {
    confirm: 'Sí, confirmar',
    cancel: 'Sí, cancelar',
    move: 'Sí, pedir otra hora',
    unsubscribe: 'Sí, no recibir más mensajes',
  },
  taken: {
    confirm: 'Gracias, está confirmado',
    cancel: 'Hemos recibido su cancelación',
    move: 'Hemos recibido que desea otra hora',
    unsubscribe: 'Ya no recibirá estos mensajes',
  },
  asking: 'No pasa nada hasta que pulse el botón.',
  close: 'Puede cerrar esta página.',
  expired: ['Este enlace ha caducado', 'Llámenos o conteste a un mensaje más reciente.'],
  unknown: [
    'Este enlace no funciona',
    'Ábralo tal como está en el mensaje. No se ha cambiado nada.',
  ],
  later: ['Todavía no ha funcionado', 'Vuelva atrás y pulse el botón de nuevo en un minuto.'],
};

const all: Readonly<Record<string, PageWords>> = { en, es };

/** The words for a browser (Accept-Language, in its own order), or else in English. */
export function pageWords(languages = ''): { language: string; words: PageWords } {
  for (const each of languages.slice(0, 200).toLowerCase().split(',')) {
    const [language = ''] = each.trim().split(/[-;]/);
    const words = Object.hasOwn(all, language) ? all[language] : undefined;
    if (words !== undefined) return { language, words };
  }
  return { language: 'en', words: en };
}

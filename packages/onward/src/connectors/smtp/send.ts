/** One message as one mail: rendered, composed and handed over. */
import type { Attempt, Outbound, OutboundCommand, SystemSetup } from '../../core/index.ts';
import { linksOf } from '../links/links.ts';
import { readMail } from '../templates/contact.ts';
import type { LinkTo } from '../templates/engine.ts';
import { renderTemplate } from '../templates/render.ts';
import { invitationOf } from './invite.ts';
import type { Invitation, Mailbox, WayOut } from './mail.ts';
import { composeMail, domainOf, readMailbox } from './mail.ts';
import type { Server } from './session.ts';
import { handOver } from './session.ts';
import type { SmtpSettings } from './settings.ts';
import { smtpSettings } from './settings.ts';
import { tokenOf } from './token.ts';

/** A mail's outcome cannot be looked up: what may have been taken stays unknown. */
export async function sendMail(
  command: OutboundCommand,
  setup: SystemSetup,
  out: Outbound,
): Promise<Attempt> {
  const settings = smtpSettings.of(setup);
  if (command.args['channel'] !== 'email') return rejected('ONW-TEMPLATE-UNKNOWN');
  const now = out.nowMs();
  const publicUrl = valueOf(settings['public-url'], setup);
  if (publicUrl === '') return unset;
  const linking = { key: command.key, now, forMs: settings['links-for'], publicUrl };
  const linkTo = linksOf(linking, setup);
  const rendering = renderTemplate(command.args, settings, linkTo);
  if (rendering.kind === 'failed') return rejected(rendering.code);
  const [to] = (command.refs[setup.name] ?? []).flatMap((id) => readMail(id) ?? []);
  if (to === undefined) return rejected('ONW-CONTACT-UNKNOWN');
  const server = serverOf(setup, settings);
  const box = (variable: string | undefined) =>
    variable === undefined ? undefined : readMailbox(setup.secret(variable));
  const from = box(settings.from);
  const token = tokenOf(command.key, setup.secret(settings.secret));
  if (server === undefined || from === undefined || token === undefined) return unset;
  const { message, also } = rendering;
  const invited = invite({ command, settings, also, from, to, now });
  if (invited === 'failed') return rejected('ONW-TEMPLATE-RENDER');
  const wayOut = wayOutOf(command, {
    settings,
    linkTo,
    mailbox: box(settings['unsubscribe-mail']),
  });
  const replyTo = box(settings['reply-to']);
  const letter = { from, replyTo, to, message, token, now, invitation: invited, wayOut };
  const bytes = await composeMail(letter);
  const back = box(settings['return-path']) ?? from;
  return handOver(server, { from: back.address, to, token, bytes }, out);
}

const unset: Attempt = { kind: 'retry', code: 'ONW-SECRET-MISSING' };

/** Undefined without a variable, empty while it is not set. */
function valueOf(variable: string | undefined, setup: SystemSetup): string | undefined {
  return variable === undefined ? undefined : (setup.secret(variable) ?? '');
}

function invite(inviting: Parameters<typeof invitationOf>[0]): Invitation | undefined | 'failed' {
  try {
    return invitationOf(inviting);
  } catch {
    // The message of an error may quote a value: it stops here.
    return 'failed';
  }
}

interface Leaving {
  readonly settings: SmtpSettings;
  readonly linkTo: LinkTo;
  readonly mailbox: Mailbox | undefined;
}

/** How the recipient may leave, where the template is of a kind that people may leave. */
function wayOutOf(
  { args }: OutboundCommand,
  { settings, linkTo, mailbox }: Leaving,
): WayOut | undefined {
  const { template } = args;
  const id = typeof template === 'string' ? template : '';
  if (settings.templates[id]?.subscribed !== true) return undefined;
  const url = linkTo('unsubscribe');
  if (url === undefined) return undefined;
  return { url, ...(mailbox === undefined ? {} : { mail: mailbox.address }) };
}

/** The server of the settings; undefined while a variable is not set or holds no address. */
export function serverOf(setup: SystemSetup, settings: SmtpSettings): Server | undefined {
  const url = URL.parse(setup.secret(settings.url) ?? '');
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    return undefined;
  }
  const isImplicit = url.protocol === 'smtps:';
  const user = settings.user === undefined ? undefined : setup.secret(settings.user);
  const pass = settings.password === undefined ? undefined : setup.secret(settings.password);
  if (settings.user !== undefined && (!user || !pass)) return undefined;
  const from = readMailbox(setup.secret(settings.from));
  if (from === undefined) return undefined;
  const ca = settings.ca === undefined ? undefined : setup.secret(settings.ca);
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? (isImplicit ? 465 : 587) : Number(url.port),
    name: domainOf(from.address),
    tls: isImplicit ? 'implicit' : settings.tls,
    ...(ca ? { ca } : {}),
    ...(user && pass ? { auth: { user, pass } } : {}),
  };
}

function rejected(code: `ONW-${string}`): Attempt {
  return { kind: 'rejected', data: {}, code };
}

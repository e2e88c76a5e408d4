/** What a program says about a mail server and the texts it sends through it. */
import * as z from 'zod';
import { name, settingsReader, variable } from '../problems.ts';
import { checkLinked, linkSettings } from '../links/settings.ts';
import { checkTemplates, everyText, templateParts, textSettings } from '../templates/settings.ts';
import { checkInvites, invite } from './invite-settings.ts';

const template = z.strictObject({
  ...templateParts,
  /** It is of a kind that people may leave: the mail says how, and mail programs show a button. */
  subscribed: z.boolean().default(false),
  invite: invite.optional(),
});

const schema = z
  .strictObject({
    /** `smtps://host:465`, or `smtp://host:587` for STARTTLS. */
    url: variable,
    user: variable.optional(),
    password: variable.optional(),
    /** `Name <address>` of the sender. */
    from: variable,
    'reply-to': variable.optional(),
    /** Where bounces go; the sender's own address unless told. */
    'return-path': variable.optional(),
    /** Signs deliveries of bounces (Standard Webhooks), and our message ids. */
    secret: variable,
    /** With `smtp://`: `none` sends in clear, which only a trusted network allows. */
    tls: z.enum(['starttls', 'none']).default('starttls'),
    /** Certificates (PEM) that the server may show after STARTTLS, beside the public ones. */
    ca: variable.optional(),
    /** The public address of this system's deliveries, where links lead. */
    'public-url': variable.optional(),
    /** A mailbox where people may ask to be left alone, beside the link. */
    'unsubscribe-mail': variable.optional(),
    ...linkSettings,
    templates: z.record(name, template).default({}),
    ...textSettings,
  })
  .superRefine((settings, context) => {
    if ((settings.user === undefined) !== (settings.password === undefined)) {
      const path = [settings.user === undefined ? 'user' : 'password'];
      context.addIssue({ code: 'custom', path, message: 'Give both `user` and `password`.' });
    }
    for (const { path, text } of everyText(settings)) {
      if (text.subject !== undefined) continue;
      const message = 'A mail needs a subject; write one.';
      context.addIssue({ code: 'custom', path: [...path, 'subject'], message });
    }
    for (const [id, { subscribed }] of Object.entries(settings.templates)) {
      if (!subscribed || settings['public-url'] !== undefined) continue;
      const message = 'Who subscribed may leave: give `public-url`, where the link leads.';
      context.addIssue({ code: 'custom', path: ['templates', id, 'subscribed'], message });
    }
    checkLinked(settings, context);
    checkInvites(settings, context);
    checkTemplates(settings, context);
  });

export type SmtpSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const smtpSettings = settingsReader<SmtpSettings>(schema);

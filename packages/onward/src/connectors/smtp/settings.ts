/** What a program says about a mail server and the texts it sends through it. */
import * as z from 'zod';
import { settingsReader, variable } from '../problems.ts';
import { checkTemplates, templateSettings } from '../templates/settings.ts';

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
    ...templateSettings,
  })
  .superRefine((settings, context) => {
    if ((settings.user === undefined) !== (settings.password === undefined)) {
      const path = [settings.user === undefined ? 'user' : 'password'];
      context.addIssue({ code: 'custom', path, message: 'Give both `user` and `password`.' });
    }
    for (const [id, { subject }] of Object.entries(settings.templates)) {
      if (subject !== undefined) continue;
      const message = 'A mail needs a subject; write one.';
      context.addIssue({ code: 'custom', path: ['templates', id, 'subject'], message });
    }
    checkTemplates(settings, context);
  });

export type SmtpSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const smtpSettings = settingsReader<SmtpSettings>(schema);

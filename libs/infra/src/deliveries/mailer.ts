import { createTransport } from 'nodemailer';
import type { Written } from './letter.js';

export interface Mail extends Written {
  /** The same for every try, so that a receiver can tell a second copy by it. */
  readonly key: string;
  readonly to: string;
  readonly at: string;
}

/**
 * What became of one try. `reason` is a code: never a text of the server's, which may repeat the address. `outage`: the server cannot be
 * spoken to, or refuses us whatever the mail; `later`: it asks to come back with this one; `bounced`: this one will never be taken;
 * `skipped`: there is nowhere to send it.
 */
export type Outcome = { readonly as: 'sent' } | { readonly as: 'outage' | 'later' | 'bounced' | 'skipped'; readonly reason: string };

export interface Mailer {
  /** As what a mail that was sent is kept. */
  readonly via: 'smtp' | 'outbox';
  send(mail: Mail): Promise<Outcome>;
}

/** How long a step of a conversation may take; all of them together stay within the time for which a mail is claimed. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/** `<key@domain>`, the domain being the sender's. */
export const messageIdOf = (key: string, from: string): string => `<${key}@${/@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'samenspel'}>`;

/** Sends over SMTP, a connection a mail: nothing is kept open over a night, and a mail is never queued a second time out of sight. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ ...timeouts, url, disableFileAccess: true, disableUrlAccess: true } as object);
  return {
    via: 'smtp',
    async send({ key, to, at, subject, text, html, attachments = [] }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // Once more as a way to read the mail, by which mail programs put it in the calendar.
          alternatives: attachments.map(({ contentType, text: content }) => ({ contentType, content })),
          attachments: attachments.map(({ filename, contentType, text: content }) => ({ filename, contentType, content })),
          date: new Date(at),
          messageId: messageIdOf(key, from),
          headers: { 'Idempotency-Key': key, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        return { as: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** Where mail goes without an SMTP_URL while trying the service out: nowhere. What would have gone is written when somebody looks at it. */
export const outbox: Mailer = { via: 'outbox', send: () => Promise.resolve({ as: 'sent' }) };

/** Where people log in with a real account and no mail server is named: a mail that nobody gets does not count as sent. */
export const noMailServer: Mailer = { via: 'smtp', send: () => Promise.resolve({ as: 'skipped', reason: 'no_mail_server' }) };

interface Refusal {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
}

/** What an error of a conversation means, by where in it it came (RFC 5321). */
export function outcomeOf(error: unknown): Outcome {
  const { code, command, responseCode } = error as Refusal;
  const status = typeof responseCode === 'number' && responseCode >= 400 && responseCode < 600 ? responseCode : undefined;
  const reason =
    status === undefined ? (typeof code === 'string' && /^[A-Z_]{1,30}$/.test(code) ? code.toLowerCase() : 'unknown') : `smtp_${status}`;
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA' || code === 'EMESSAGE';
  if (status !== undefined && status !== 421 && aboutThisMail) return { as: status < 500 ? 'later' : 'bounced', reason };
  return code === 'EENVELOPE' && command === 'API' ? { as: 'bounced', reason: 'address' } : { as: 'outage', reason };
}

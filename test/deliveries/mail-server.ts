import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerAddress } from 'smtp-server';

export interface Received {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** By their filenames. */
  readonly files: ReadonlyMap<string, { readonly contentType: string; readonly text: string }>;
  readonly headers: ReadonlyMap<string, unknown>;
  readonly raw: string;
}

/** Refuses a recipient with this status, as often as it says. */
interface Refusing {
  readonly status: number;
  times: number;
}

/** A mail server on this machine that keeps what it takes, in order. */
export class MailServer {
  readonly received: Received[] = [];
  /** How often a recipient was named to it. */
  readonly asked: string[] = [];
  readonly #refusing = new Map<string, Refusing>();
  #server: SMTPServer | undefined;
  #port = 0;
  /** What it does before it says that it has taken a mail. */
  beforeTaking: () => Promise<void> = () => Promise.resolve();

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  refuse(address: string, status: number, times = Number.POSITIVE_INFINITY): void {
    this.#refusing.set(address, { status, times });
  }

  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disableReverseLookup: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }: SMTPServerAddress, _, done) => {
        this.asked.push(address);
        const refusing = this.#refusing.get(address);
        if (!refusing || refusing.times <= 0) return done();
        refusing.times -= 1;
        return done(Object.assign(new Error(`${address} is not taken`), { responseCode: refusing.status }));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          void this.#take(
            Buffer.concat(chunks),
            session.envelope.rcptTo.map(({ address }) => address),
          ).then(() => done(), done);
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.server.address() as { port: number }).port;
    this.#server = server;
  }

  async #take(raw: Buffer, to: readonly string[]): Promise<void> {
    const mail = await simpleParser(raw);
    await this.beforeTaking();
    this.received.push({
      messageId: mail.messageId ?? '',
      to,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: String(mail.html),
      files: new Map(
        mail.attachments.flatMap(({ filename, contentType, content }) =>
          filename === undefined ? [] : [[filename, { contentType, text: content.toString('utf8') }] as const],
        ),
      ),
      headers: mail.headers,
      raw: raw.toString('utf8'),
    });
  }

  /** Down: connections are refused; it comes back on the same port. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

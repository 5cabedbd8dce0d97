import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TakenMail {
  from: string;
  to: string[];
  /** As it came over the line, headers and bodies. */
  raw: string;
  isSecure: boolean;
}

type Fault = 'none' | 'busy' | 'unknown-recipient' | 'hangs-up' | 'drops-at-end' | 'refuses-sign-in';

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/** A mail server on loopback that takes mails, or fails as it is told. */
export class FakeSmtp {
  fault: Fault = 'none';
  readonly taken: TakenMail[] = [];
  readonly #server: SMTPServer;

  constructor(options: SMTPServerOptions = {}) {
    this.#server = new SMTPServer({
      authOptional: true,
      logger: false,
      ...options,
      onAuth: ({ username }, _session, done) =>
        this.fault === 'refuses-sign-in'
          ? done(refusal(535, 'no such user'))
          : done(null, { user: username ?? '' }),
      onConnect: (_session, done) => done(this.fault === 'hangs-up' ? refusal(421, 'going away') : null),
      onRcptTo: (_address, _session, done) => {
        if (this.fault === 'busy') return done(refusal(451, 'try again later'));
        if (this.fault === 'unknown-recipient') return done(refusal(550, 'no such mailbox'));
        done();
      },
      onData: (stream, session, done) => {
        let raw = '';
        stream.on('data', (chunk) => {
          raw += chunk;
        });
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          this.taken.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw,
            isSecure: session.secure,
          });
          if (this.fault === 'drops-at-end') this.#cut();
          else done();
        });
      },
    });
    this.#server.on('error', () => {});
  }

  /** The mail is taken, and nobody ever says so. */
  #cut(): void {
    for (const connection of this.#server.connections) connection._socket.destroy();
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

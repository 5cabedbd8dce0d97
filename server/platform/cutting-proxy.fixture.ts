import net from 'node:net';
import { TLSSocket } from 'node:tls';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from './loopback-tls.fixture.ts';

/** How a connection ends: FIN as by a process that exits, RST as by a machine that forgot it. */
export type Cut = 'fin' | 'rst';

interface Passing {
  client: net.Socket;
  /** The client's TCP, below TLS. */
  raw: net.Socket;
  server: net.Socket;
}

/** TCP in front of a server, cut whenever a test says so. */
export class CuttingProxy {
  readonly #passing = new Set<Passing>();
  readonly #clients = new Set<net.Socket>();
  readonly #server: net.Server;
  /** Of the connections to come: cut one of them when this says so of the bytes that pass. */
  cutWhen: ((said: { from: 'client' | 'server'; text: string }) => Cut | null) | null = null;
  /** Nobody is at home: connections are refused, or taken and closed. */
  away: 'no' | 'refusing' | 'closing' = 'no';
  opened = 0;
  /** Speaks TLS to who asks for it (PostgreSQL documentation §54.2.10). */
  encrypts = false;

  private constructor(server: net.Server) {
    this.#server = server;
  }

  static async before(url: string): Promise<{ proxy: CuttingProxy; url: string }> {
    const to = new URL(url);
    const server = net.createServer();
    const proxy = new CuttingProxy(server);
    const [port, host] = [Number(to.port), to.hostname];
    server.on('connection', (client) => proxy.#pass(client, port, host));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    to.hostname = '127.0.0.1';
    to.port = String((server.address() as net.AddressInfo).port);
    return { proxy, url: to.href };
  }

  get open(): number {
    return this.#passing.size;
  }

  #pass(client: net.Socket, port: number, host: string): void {
    this.opened++;
    this.#clients.add(client);
    client.on('close', () => this.#clients.delete(client));
    if (this.away !== 'no') {
      client.on('error', () => {});
      if (this.away === 'refusing') client.resetAndDestroy();
      else client.end();
      return;
    }
    if (this.encrypts) client.once('data', () => this.#encrypt(client, port, host));
    else this.#join(client, client, net.connect(port, host));
  }

  /** The first that a client says is its request for TLS. */
  #encrypt(client: net.Socket, port: number, host: string): void {
    client.write('S');
    const secured = new TLSSocket(client, { isServer: true, cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY });
    this.#join(secured, client, net.connect(port, host));
  }

  #join(client: net.Socket, raw: net.Socket, server: net.Socket): void {
    const passing = { client, raw, server };
    this.#passing.add(passing);
    const over = () => {
      this.#passing.delete(passing);
      client.destroy();
      server.destroy();
    };
    for (const socket of new Set([client, raw, server])) socket.on('error', over).on('close', over);
    client.on('data', (bytes) => this.#forward(passing, 'client', bytes));
    server.on('data', (bytes) => this.#forward(passing, 'server', bytes));
  }

  #forward(passing: Passing, from: 'client' | 'server', bytes: Buffer): void {
    const how = this.cutWhen?.({ from, text: bytes.toString('latin1') });
    if (how) {
      this.#cut(passing, how);
      return;
    }
    (from === 'client' ? passing.server : passing.client).write(bytes);
  }

  #cut(passing: Passing, how: Cut): void {
    this.#passing.delete(passing);
    if (how === 'rst') passing.raw.resetAndDestroy();
    else passing.client.end();
    passing.server.destroy();
  }

  cutAll(how: Cut): void {
    for (const passing of [...this.#passing]) this.#cut(passing, how);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

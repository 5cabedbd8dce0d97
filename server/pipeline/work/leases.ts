import { randomUUID } from 'node:crypto';
import { log } from '#server/platform/log.ts';
import { shardsHeld } from '../metrics.ts';
import { SHARDS } from '../shards.ts';
import { announceWorker, claimLeases, type LeaseRow, releaseLeases, renewLeases } from './leases.sql.ts';

const LEASE_SECONDS = 6;
const RENEW_MS = 1_000;
/** We stop sending this long before anybody else may begin. */
const MARGIN_MS = 1_500;
const PEER_MS = 4_000;

export interface LeaseListener {
  gained(shards: number[]): void;
  /** Another worker has them, or will: nothing of them may be begun any more. */
  lost(shards: number[]): void;
  /** Whether work on the shard is under way, so that it cannot be given up just now. */
  isBusy(shard: number): boolean;
}

/** The shards that this process works for: its share among the living workers, renewed every second. */
export class Leases {
  readonly worker = randomUUID();
  readonly #listener: LeaseListener;
  #tokens = new Map<number, number>();
  #leaving = new Set<number>();
  #validUntil = 0;
  #peers = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #stopping = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(listener: LeaseListener) {
    this.#listener = listener;
  }

  /** A worker announced itself, we among them. */
  heard(worker: string): void {
    this.#peers.set(worker, performance.now());
  }

  tokenOf(shard: number): number | undefined {
    return this.#tokens.get(shard);
  }

  /** Whether something may be begun for the shard now: leased, long enough, and not about to be given up. */
  mayWork(shard: number): boolean {
    return this.#tokens.has(shard) && !this.#leaving.has(shard) && performance.now() < this.#validUntil;
  }

  workable(): number[] {
    return [...this.#tokens.keys()].filter((shard) => this.mayWork(shard));
  }

  async start(): Promise<void> {
    await this.turn();
    this.#timer = setInterval(() => void this.turn(), RENEW_MS);
  }

  /** One round: renew, give up what is too much, claim what is missing. */
  turn(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#round()).catch((err) => log.warn({ err }, 'leases not renewed'));
    return this.#turn;
  }

  /** Begins nothing new from now on; `stop` gives the shards back. */
  leaveAll(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#stopping = true;
    for (const shard of this.#tokens.keys()) this.#leaving.add(shard);
  }

  async stop(): Promise<void> {
    this.leaveAll();
    await this.#turn;
    const held = [...this.#tokens.keys()];
    this.#drop(held);
    await releaseLeases(this.worker, held).catch((err) => log.warn({ err }, 'leases not released'));
  }

  async #round(): Promise<void> {
    const asked = performance.now();
    await announceWorker(this.worker);
    this.#keep(await renewLeases(this.worker, LEASE_SECONDS), asked);
    const share = Math.ceil(SHARDS / this.#living());
    await this.#giveUp(this.#tokens.size - share);
    if (this.#tokens.size < share && !this.#stopping) await this.#claim(share - this.#tokens.size);
    shardsHeld.set(this.#tokens.size);
  }

  #living(): number {
    const now = performance.now();
    for (const [id, seen] of this.#peers) if (now - seen > PEER_MS) this.#peers.delete(id);
    return this.#peers.size + (this.#peers.has(this.worker) ? 0 : 1);
  }

  #keep(rows: LeaseRow[], asked: number): void {
    const renewed = new Map(rows.map(({ shard, token }) => [shard, token]));
    const lost = [...this.#tokens]
      .filter(([shard, token]) => renewed.get(shard) !== token)
      .map(([shard]) => shard);
    if (lost.length) log.warn({ code: 'pipeline.leases-lost', shards: lost }, 'shards were taken over');
    this.#drop(lost);
    this.#validUntil = asked + LEASE_SECONDS * 1000 - MARGIN_MS;
  }

  #drop(shards: number[]): void {
    for (const shard of shards) {
      this.#tokens.delete(shard);
      this.#leaving.delete(shard);
    }
    if (shards.length) this.#listener.lost(shards);
  }

  async #giveUp(surplus: number): Promise<void> {
    for (const shard of [...this.#tokens.keys()].reverse()) {
      if (this.#leaving.size >= surplus) break;
      this.#leaving.add(shard);
    }
    const quiet = [...this.#leaving].filter((shard) => !this.#listener.isBusy(shard));
    if (quiet.length === 0) return;
    this.#drop(quiet);
    await releaseLeases(this.worker, quiet);
  }

  async #claim(missing: number): Promise<void> {
    const asked = performance.now();
    const rows = await claimLeases(this.worker, missing, LEASE_SECONDS);
    if (rows.length === 0) return;
    // Leases held before were renewed a moment ago: the earlier end counts for all.
    if (this.#tokens.size === 0) this.#validUntil = asked + LEASE_SECONDS * 1000 - MARGIN_MS;
    for (const { shard, token } of rows) this.#tokens.set(shard, token);
    this.#listener.gained(rows.map(({ shard }) => shard));
  }
}

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type {
  PlatformResult,
  SimPlatform,
  SimPlatformConfig,
  SimPlatformDriver,
  SimPlatformWorld,
} from '../contract.ts';
import { answered, failed } from '../failures.ts';
import { makeSims } from './make-sims.ts';
import {
  changeSystemSimulatedSim,
  countSystemSimulatedSims,
  insertSystemSimulatedSims,
  selectSystemSimulatedSim,
  selectSystemSimulatedSims,
} from './platform.sql.ts';
import { COMMUNICATION_PLANS, changed, RATE_PLANS, readingOf } from './simulated-sim.ts';

export const simulatedSettingsSchema = z.strictObject({
  /** SIMs that the account begins with. */
  simCount: z.number().int().min(1).max(1000).default(20),
  /** How long every call takes. */
  delayMs: z.number().int().min(0).max(10_000).default(300),
  /** Of a hundred calls so many get no answer. */
  failPercent: z.number().int().min(0).max(100).default(0),
});
export type SimulatedSettings = z.output<typeof simulatedSettingsSchema>;

type Config = SimPlatformConfig<SimulatedSettings>;

const PAGE_SIZE = 50;

/** A SIM platform that lives in this installation: for a newcomer, for the demo, for trying out what can go wrong. */
export const simulatedDriver: SimPlatformDriver<SimulatedSettings> = {
  kind: 'simulated',
  settingsSchema: simulatedSettingsSchema,
  credentialsSchema: z.strictObject({}),
  paceMs: 0,
  check: async () => [],
  connect: (config, world) => new SimulatedPlatform(config, world),
};

class SimulatedPlatform implements SimPlatform {
  readonly #config: Config;
  readonly #world: SimPlatformWorld;

  constructor(config: Config, world: SimPlatformWorld) {
    this.#config = config;
    this.#world = world;
  }

  /** The account's pace, the time a call takes, and now and then no answer. */
  async #call<T>(work: () => Promise<PlatformResult<T>>): Promise<PlatformResult<T>> {
    const { delayMs, failPercent } = this.#config.settings;
    await this.#world.turn();
    if (delayMs > 0) await sleep(delayMs);
    if (randomInt(100) < failPercent) return failed('unavailable', 'The simulated platform gave no answer.');
    return work();
  }

  /** Nothing of it is stored before the first listing, so that an account can be tried out before it is saved. */
  test() {
    return this.#call(async () =>
      answered({ account: this.#account(), sims: this.#config.settings.simCount }),
    );
  }

  #account(): string {
    return `SIM-${this.#config.accountId.slice(0, 8).toUpperCase()}`;
  }

  listSims(page = '') {
    return this.#call(async () => {
      if (page === '') await this.#fill();
      const rows = await selectSystemSimulatedSims(this.#config, { after: page, limit: PAGE_SIZE });
      const sims = rows.map(({ iccid, sim: { status, ratePlan, communicationPlan } }) => ({
        iccid,
        status,
        platformStatus: status,
        ratePlan,
        communicationPlan,
      }));
      return answered({ sims, next: rows.length === PAGE_SIZE ? (rows.at(-1)?.iccid ?? null) : null });
    });
  }

  async #fill(): Promise<void> {
    const { accountId, settings } = this.#config;
    if ((await countSystemSimulatedSims(this.#config)) >= settings.simCount) return;
    await insertSystemSimulatedSims(this.#config, makeSims(accountId, settings.simCount, this.#world.now()));
  }

  readSim(iccid: string) {
    return this.#call(async () => {
      const sim = await selectSystemSimulatedSim(this.#config, iccid);
      if (!sim) return unknown(iccid);
      return answered(readingOf(iccid, sim, this.#account(), this.#world.now()));
    });
  }

  listPlans() {
    return this.#call(async () => answered({ communication: COMMUNICATION_PLANS, rate: RATE_PLANS }));
  }

  changeSim(iccid: string, wish: Parameters<SimPlatform['changeSim']>[1]) {
    return this.#call(async () => {
      const after = await changeSystemSimulatedSim(this.#config, iccid, (sim) =>
        changed(sim, wish, this.#world.now()),
      );
      if (after === null) return unknown(iccid);
      return typeof after === 'string' ? failed('refused', after) : answered(null);
    });
  }
}

const unknown = (iccid: string) => failed('unknown-sim', `The account has no SIM ${iccid}.`);

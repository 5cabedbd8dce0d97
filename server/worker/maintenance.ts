import { purgeSystemBulkTasks } from '#server/bulk-tasks/lease.sql.ts';
import { finishSystemPurges } from '#server/devices/delete-device.ts';
import { purgeSystemMeasurements } from '#server/measurements/purge-measurements.ts';
import { maintenanceEnded } from '#server/pipeline/metrics.ts';
import { openOwnerSql, type Sql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import { purgeSystemSimJobs } from '#server/sims/lanes.sql.ts';
import {
  dropMovedWeeks,
  dropOldPartitions,
  makePartitionsAhead,
  purgeAccessTokens,
  purgeAlerts,
  purgeCounts,
  purgeDecodingFailures,
  purgeDeviceRates,
  purgeIdentities,
  purgeMails,
  purgePackWeeks,
  purgeReplays,
  purgeSessions,
  takeMaintenanceLock,
} from './maintenance.sql.ts';
import { PURGES_DAYS, SIM_CHANGES_DAYS } from './retention.ts';

const EVERY_MS = 60 * 60_000;
/** Not in the moments in which everything starts. */
const FIRST_AFTER_MS = 60_000;
const DAY_MS = 86_400_000;

type Step = [name: string, work: (owner: Sql, purgesSince: Date) => Promise<unknown>];

/** Identities before the uplinks that they name, so that none is ever left without. */
const STEPS: readonly Step[] = [
  ['partitionsAhead', makePartitionsAhead],
  ['identities', purgeIdentities],
  ['decodingFailures', purgeDecodingFailures],
  ['deliveries', (owner) => dropOldPartitions(owner, 'deliveries')],
  ['uplinks', (owner) => dropOldPartitions(owner, 'uplinks')],
  ['uplinkBodies', (owner) => dropOldPartitions(owner, 'uplink_bodies')],
  ['packs', (owner) => dropOldPartitions(owner, 'packs')],
  ['packWeeks', purgePackWeeks],
  ['movedWeeks', dropMovedWeeks],
  ['replays', purgeReplays],
  ['counts', purgeCounts],
  ['deviceRates', purgeDeviceRates],
  ['sessions', purgeSessions],
  ['accessTokens', purgeAccessTokens],
  ['bulkTasks', purgeSystemBulkTasks],
  ['simJobs', () => purgeSystemSimJobs(new Date(Date.now() - SIM_CHANGES_DAYS * DAY_MS))],
  ['alerts', purgeAlerts],
  ['mails', purgeMails],
  ['purgesOfDevices', (_owner, since) => finishSystemPurges(since)],
  // Last: whoever keeps less than before gives it much to do.
  ['unkeptMeasurements', () => purgeSystemMeasurements(new Date())],
];

interface MaintenanceReport {
  /** What came of each step. */
  done: Record<string, unknown>;
  failed: string[];
}

/** Once through; a step that fails leaves the others to be done. 'busy': another worker is at it. */
export async function maintain(purgesSince: Date): Promise<MaintenanceReport | 'busy'> {
  const owner = openOwnerSql();
  try {
    if (!(await takeMaintenanceLock(owner))) return 'busy';
    const report: MaintenanceReport = { done: {}, failed: [] };
    for (const [name, work] of STEPS) {
      try {
        report.done[name] = await work(owner, purgesSince);
      } catch (err) {
        report.failed.push(name);
        log.error({ err, step: name }, 'a step of the maintenance failed');
      }
    }
    if (report.failed.length === 0) maintenanceEnded.setToCurrentTime();
    return report;
  } finally {
    await owner.end({ timeout: 5 });
  }
}

/** Hourly in every worker; the lock lets one of them at a time. */
export class Maintenance {
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #purgesSince = new Date(Date.now() - PURGES_DAYS * DAY_MS);

  start(firstAfterMs = FIRST_AFTER_MS): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#round();
    }, firstAfterMs);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  async #round(): Promise<void> {
    const began = Date.now();
    try {
      const report = await maintain(this.#purgesSince);
      if (report === 'busy') return;
      log.info({ report }, 'maintenance');
      // Once more what was deleted meanwhile: the pipeline may have been writing for it.
      if (report.failed.length === 0) this.#purgesSince = new Date(began - EVERY_MS);
    } catch (err) {
      log.error({ err }, 'the maintenance could not begin');
    } finally {
      if (this.#timer) this.start(EVERY_MS);
    }
  }
}

import { watchDevices } from '#server/alerts/watch-devices.ts';
import type { HandOver } from '#server/pipeline/hand-over.ts';
import { Rounds } from '#server/platform/rounds.ts';

/** Often enough that a pause of the rounds tells that the platform did not listen (server/alerts/round.sql.ts). */
const EVERY_MS = 10_000;

/** Looks for devices that fell silent; one worker at a time does, whoever comes first. */
export class AlertWatch extends Rounds {
  readonly #stream: HandOver | null;

  constructor(stream: HandOver | null) {
    super('silence was not looked for', EVERY_MS);
    this.#stream = stream;
  }

  protected async round(): Promise<boolean> {
    const round = await watchDevices(new Date(), this.#stream);
    return typeof round === 'object' && round.isMore;
  }
}

import { Rounds } from '#server/platform/rounds.ts';
import { resendDesired } from '#server/twins/resend-desired.ts';

const EVERY_MS = 10_000;

/** Sends wishes again that devices drifted from; any worker may, beside others. */
export class ResendWatch extends Rounds {
  constructor() {
    super('drifted wishes were not looked for', EVERY_MS);
  }

  protected async round(): Promise<boolean> {
    return (await resendDesired(new Date())).isMore;
  }
}

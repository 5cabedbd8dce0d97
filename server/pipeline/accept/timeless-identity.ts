const MINUTE_MS = 60_000;
/** A retry so soon after a full minute is of the one before. */
const JUST_BEFORE_MS = 10_000;
const MAX_KEPT = 20_000;

/** What a message is known by that tells no time of its own. */
export interface TimelessIdentity {
  identity: string;
  /** It is the same message, if that is stored and was accepted since then. */
  earlier?: { identity: string; since: Date };
}

interface Heard {
  minute: number;
  nth: number;
}

/**
 * The same bytes of a device within one minute are the same message, whichever process they come to (reliability 5.1).
 * Where the sender says that it does not repeat itself (MQTT without DUP), the next of that minute is another one.
 */
export class TimelessIdentities {
  #heard = new Map<string, Heard>();

  /** @param body digest of its bytes */
  overHttp(body: string, now: number): TimelessIdentity {
    const minute = Math.floor(now / MINUTE_MS);
    const identity = `senml|${body}|${minute}`;
    if (now - minute * MINUTE_MS >= JUST_BEFORE_MS) return { identity };
    return {
      identity,
      earlier: { identity: `senml|${body}|${minute - 1}`, since: new Date(now - JUST_BEFORE_MS) },
    };
  }

  /** @param isRepeated the DUP flag: what was heard here, or was stored by another worker within the last minute */
  overMqtt(deviceId: string, body: string, now: number, isRepeated: boolean): TimelessIdentity {
    const key = `${deviceId}|${body}`;
    const minute = Math.floor(now / MINUTE_MS);
    const last = this.#heard.get(key);
    const identityOf = (heard: Heard) => `mqtt|${body}|${heard.minute}|${heard.nth}`;
    if (isRepeated && last) return { identity: identityOf(last) };
    const heard = { minute, nth: last?.minute === minute ? last.nth + 1 : 0 };
    this.#remember(key, heard);
    const identity = identityOf(heard);
    if (!isRepeated) return { identity };
    const earlier = identityOf({ minute: minute - 1, nth: 0 });
    return { identity, earlier: { identity: earlier, since: new Date(now - 2 * MINUTE_MS) } };
  }

  #remember(key: string, heard: Heard): void {
    this.#heard.delete(key);
    this.#heard.set(key, heard);
    if (this.#heard.size <= MAX_KEPT) return;
    const oldest = this.#heard.keys().next();
    if (!oldest.done) this.#heard.delete(oldest.value);
  }
}

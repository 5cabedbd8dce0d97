/** DeliveryFailedCause1 (RX1), 2 (RX2) and 3 (ping slot) of DevEUI_downlink_Sent. */
export const DELIVERY_FAILED_CAUSES: Record<string, string> = {
  A0: 'radio stopped',
  A1: 'downlink radio stopped',
  A2: 'receive window or ping slot not available',
  A3: 'radio busy',
  A4: 'listen before talk: channel busy',
  A5: 'radio board error',
  A6: 'packet forwarder failure',
  B0: 'too late for the receive window',
  C0: 'network chose RX2',
  D0: 'duty cycle limit, found by the gateway',
  DA: 'duty cycle limit, found by the network',
  DB: 'maximum dwell time',
  DC: 'no gateway with GPS time',
  DD: 'no gateway connected',
  DE: 'duty cycle not allowed by the peering operator',
  DF: 'wrong NetID',
  E0: 'class C downlink expired after 60 s',
  E1: 'downlink queue full',
  E2: 'invalid downlink counter',
  E3: 'validity time expired',
  E4: 'queue reset after a new join',
};

const NO_CAUSE = '00';

export const CAUSE_SLOTS = ['RX1', 'RX2', 'ping slot'] as const;

/** `RX1 D0: duty cycle limit, found by the gateway; RX2 B0: …`; null when no cause was told. */
export function deliveryFailure(causes: readonly (string | undefined)[]): string | null {
  const words = CAUSE_SLOTS.flatMap((slot, index) => {
    const code = causes[index]?.toUpperCase().padStart(2, '0');
    if (code === undefined || code === NO_CAUSE) return [];
    return [`${slot} ${code}: ${DELIVERY_FAILED_CAUSES[code] ?? 'unknown cause'}`];
  });
  return words.length === 0 ? null : words.join('; ');
}

/** The three codes of a failure in our words; `00` where a slot is not named. */
export function causesOf(failure: string | null): string[] {
  return CAUSE_SLOTS.map((slot) => {
    const match = new RegExp(`(?:^|; )${slot} ([0-9A-F]{2}):`).exec(failure ?? '');
    return match?.[1] ?? NO_CAUSE;
  });
}

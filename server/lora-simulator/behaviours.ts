import type { BehaviourName } from './contract.ts';

/** What makes a device troublesome, as facts that the radio, the device or its owner act on. */
export interface Behaviour {
  /** Share of messages sent as confirmed. */
  confirmedShare: number;
  /** Obeys LinkADRReq; without it the device stays at SF12. */
  adr: boolean;
  /** Throws its session away before each message. */
  rejoins: boolean;
  /** Was given another AppKey than is registered. */
  wrongAppKey: boolean;
  /** So many days ago it got a firmware that its decoder does not know. */
  unreadableDays: number | null;
  /** Walled in until the best gateway hears it so little above what SF12 needs, dB. */
  marginDb: number | null;
  /** Its last message was so many days ago. */
  silentDays: number | null;
  batteryDays: number;
  /** Listens for join accepts where none is sent: it asks and is let in, and never learns it. */
  hearsAccepts: boolean;
  /** Hears no downlink but join accepts. */
  hearsDownlinks: boolean;
  /** Loses its power after so many messages, and goes on with the old session and a counter from 0. */
  restartsEvery: number | null;
  /** Share of its frames that others on the air drown, however near its gateways are. */
  drownedShare: number;
  /** After so many messages the network server holds other session keys than the device. */
  sessionBreaksAfter: number | null;
  /** Its network server still posts with a secret that was replaced. */
  oldSecret: boolean;
  /** What its owner did in the portal. */
  portal: 'registered' | 'deactivated' | 'unregistered';
}

const HEALTHY: Behaviour = {
  confirmedShare: 0,
  adr: true,
  rejoins: false,
  wrongAppKey: false,
  unreadableDays: null,
  marginDb: null,
  silentDays: null,
  batteryDays: 1500,
  hearsAccepts: true,
  hearsDownlinks: true,
  restartsEvery: null,
  drownedShare: 0,
  sessionBreaksAfter: null,
  oldSecret: false,
  portal: 'registered',
};

export const BEHAVIOURS: Record<BehaviourName, Behaviour> = {
  healthy: HEALTHY,
  silent: { ...HEALTHY, silentDays: 6 },
  weak: { ...HEALTHY, adr: false, marginDb: 2.5 },
  lossy: { ...HEALTHY, adr: false, marginDb: 0 },
  rejoining: { ...HEALTHY, rejoins: true },
  'no-accept': { ...HEALTHY, wrongAppKey: true },
  confirmed: { ...HEALTHY, confirmedShare: 0.6 },
  'failing-decoder': { ...HEALTHY, unreadableDays: 4 },
  deactivated: { ...HEALTHY, portal: 'deactivated' },
  unregistered: { ...HEALTHY, portal: 'unregistered' },
  'dying-battery': { ...HEALTHY, batteryDays: 31 },
  refused: { ...HEALTHY, oldSecret: true },
  'deaf-to-joins': { ...HEALTHY, hearsAccepts: false },
  deaf: { ...HEALTHY, hearsDownlinks: false },
  slow: { ...HEALTHY, adr: false },
  restarting: { ...HEALTHY, restartsEvery: 20 },
  interfered: { ...HEALTHY, drownedShare: 0.18 },
  'broken-session': { ...HEALTHY, sessionBreaksAfter: 30 },
  'spent-battery': { ...HEALTHY, batteryDays: 1.1 },
};

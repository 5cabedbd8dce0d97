import type { NetworkLocation } from '#server/protocols/lorawan/event.ts';

/** What a model may know when the device measures: nothing that would need a memory. */
export interface Moment {
  /** Names the device: its traits and its chance come from it. */
  seed: string;
  at: Date;
  /** Battery that is left, 0…1. */
  battery: number;
  place: { latitude: number; longitude: number };
  /** What its owner has it send, where the model leaves it to them. */
  ownPayload?: SensorMessage | undefined;
  /** What it was told to take. */
  firmware?: string | undefined;
}

export interface SensorMessage {
  fPort: number;
  /** Lower-case hex. */
  payload: string;
}

/** A kind of sensor: what it measures and how it writes that down. */
export interface SensorModel {
  key: string;
  /** Voltage of a full and of an empty battery. */
  volts: [full: number, empty: number];
  measure(moment: Moment): SensorMessage;
  /** The same from a firmware that the decoder of this model does not know. */
  measureUnreadable?(moment: Moment): SensorMessage;
  /** The firmware that a downlink has it take; null where it is no such command. */
  firmwareOf?(downlink: SensorMessage): string | null;
  /** Data rate of a model that moves too much for ADR. */
  fixedDr?: number;
  /** Where it is, of a model that moves. */
  whereabouts?(moment: Moment): { latitude: number; longitude: number };
  /** A position that the network solves from this message; null where it cannot this time. */
  locate?(moment: Moment): NetworkLocation | null;
  /** Settings that whoever runs the network sends the device about once a week. */
  weeklySettings?: SensorMessage;
}

export function volts(model: Pick<SensorModel, 'volts'>, battery: number): number {
  const [full, empty] = model.volts;
  return empty + (full - empty) * Math.max(0, Math.min(1, battery));
}

export function clamp(value: number, from: number, to: number): number {
  return Math.max(from, Math.min(to, value));
}

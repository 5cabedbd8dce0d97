'use server';
import { action } from '#server/http/action.ts';
import {
  sendSimulated as send,
  simulateDevice as simulate,
  stopSimulation as stop,
} from './simulate-device.ts';
import { ofDeviceSchema, simulateSchema } from './simulation-contract.ts';

export const simulateDevice = action(simulateSchema, simulate);
export const sendSimulated = action(ofDeviceSchema, send);
export const stopSimulation = action(ofDeviceSchema, stop);

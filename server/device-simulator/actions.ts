'use server';
import { action } from '#server/http/action.ts';
import { ofDeviceSchema, simulatorLinkCreateSchema } from './contract.ts';
import {
  createSimulatorLink as create,
  revokeSimulatorLink as revoke,
  showSimulatorLink as show,
} from './simulator-links.ts';

export const createSimulatorLink = action(simulatorLinkCreateSchema, create);
export const showSimulatorLink = action(ofDeviceSchema, show);
export const revokeSimulatorLink = action(ofDeviceSchema, revoke);

'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  acknowledgeAlerts as acknowledge,
  withdrawAcknowledgement as withdraw,
} from './acknowledge-alerts.ts';
import { acknowledgeSchema, muteAlertsSchema, muteSchema, readSchema, wishSchema } from './contract.ts';
import { markRead as read, setWish as wish } from './follow-alerts.ts';
import { muteAlerts as mute, muteDevices as muteAll, unmuteAlerts as unmute } from './mute-alerts.ts';

export const acknowledgeAlerts = action(acknowledgeSchema, acknowledge);
export const withdrawAcknowledgement = action(byIdSchema, withdraw);
export const muteAlerts = action(muteSchema, mute);
export const muteDevices = action(muteAlertsSchema, muteAll);
export const unmuteAlerts = action(byIdSchema, unmute);
export const setWish = action(wishSchema, wish);
export const markRead = action(readSchema, read);

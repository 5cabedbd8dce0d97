'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { firmwareOfferSchema } from './contract.ts';
import { deleteFirmware as remove } from './delete-firmware.ts';
import { offerFirmware as offer } from './offer-firmware.ts';

export const offerFirmware = action(firmwareOfferSchema, offer);
export const deleteFirmware = action(byIdSchema, remove);

'use server';
import { action } from '#server/http/action.ts';
import { changeSettings } from './change-settings.ts';
import { customerSettingsSchema } from './contract.ts';

export const changeCustomerSettings = action(customerSettingsSchema, changeSettings);

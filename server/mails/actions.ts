'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { sendAgain as again } from './send-again.ts';

export const sendAgain = action(byIdSchema, again);

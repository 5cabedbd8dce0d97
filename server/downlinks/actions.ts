'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { cancelDownlink as cancel } from './cancel-downlink.ts';
import { downlinkCancelSchema, downlinkCreateSchema } from './contract.ts';
import { resendDownlink as resend, sendDownlink as send } from './send-downlink.ts';

export const sendDownlink = action(downlinkCreateSchema, send);
export const resendDownlink = action(byIdSchema, resend);
export const cancelDownlink = action(downlinkCancelSchema, cancel);

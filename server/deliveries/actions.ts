'use server';
import { action } from '#server/http/action.ts';
import { replayFailedSchema, replaySchema } from './log-contract.ts';
import { replayDeliveries as replay, replayFailed as replayAll } from './replay-deliveries.ts';

export const replayDeliveries = action(replaySchema, replay);
export const replayFailed = action(replayFailedSchema, replayAll);

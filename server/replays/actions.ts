'use server';
import { action } from '#server/http/action.ts';
import { replayUplinkSchema } from './contract.ts';
import { replayUplink as replay } from './replay-uplink.ts';

export const replayUplink = action(replayUplinkSchema, replay);

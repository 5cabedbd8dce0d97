'use server';
import { action } from '#server/http/action.ts';
import { deviceWishSchema } from './contract.ts';
import { wishOnNetwork as wish } from './wish-on-network.ts';

export const wishOnNetwork = action(deviceWishSchema, wish);

'use server';
import { action } from '#server/http/action.ts';
import { networkWishesSchema } from './contract.ts';
import { wishOnNetwork as wish } from './wish-on-network.ts';

export const wishOnNetwork = action(networkWishesSchema, wish);

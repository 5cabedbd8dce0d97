'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  createGateway as create,
  deleteGateway as remove,
  updateGateway as update,
} from './change-gateway.ts';
import { gatewayCreateSchema, gatewayUpdateSchema } from './contract.ts';

export const createGateway = action(gatewayCreateSchema, create);
export const updateGateway = action(gatewayUpdateSchema, update);
export const deleteGateway = action(byIdSchema, remove);

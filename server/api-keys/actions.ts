'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { apiKeyCreateSchema } from './contract.ts';
import { createApiKey as create } from './create-api-key.ts';
import { revokeApiKey as revoke } from './revoke-api-key.ts';

export const createApiKey = action(apiKeyCreateSchema, create);
export const revokeApiKey = action(byIdSchema, revoke);

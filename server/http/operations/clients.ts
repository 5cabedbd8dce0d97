import {
  clientPathSchema,
  clientSettingsSchema,
  clientSettingsViewSchema,
} from '#server/customers/api-contract.ts';
import { changeSettings } from '#server/customers/change-settings.ts';
import { getSettingsOf } from '#server/customers/read-settings.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Clients';

export const clientOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/clients/{clientId}/settings',
    name: 'getClientSettings',
    tag,
    summary: 'Retrieve the settings of a client.',
    operation: 'customers.read',
    params: clientPathSchema,
    reply: clientSettingsViewSchema,
    run: async (actor, { params }) => ({ body: await getSettingsOf(actor, { id: params.clientId }) }),
  }),
  apiOperation({
    method: 'PUT',
    path: '/clients/{clientId}/settings',
    name: 'setClientSettings',
    tag,
    summary:
      'Set the settings of a client; without device data history, measurements go together with their messages, and older ones are deleted for good.',
    operation: 'customers.update',
    params: clientPathSchema,
    body: clientSettingsSchema,
    reply: clientSettingsViewSchema,
    run: async (actor, { params, body }) => {
      await changeSettings(actor, { id: params.clientId, ...body });
      return { body: await getSettingsOf(actor, { id: params.clientId }) };
    },
  }),
];

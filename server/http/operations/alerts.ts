import { acknowledgeAlerts } from '#server/alerts/acknowledge-alerts.ts';
import {
  alertAcknowledgeSchema,
  alertBody,
  alertDetailBody,
  alertDetailSchema,
  alertMuteSchema,
  alertPathSchema,
  alertsQuerySchema,
  pageOfAlerts,
} from '#server/alerts/api-contract.ts';
import { muteDevices } from '#server/alerts/mute-alerts.ts';
import { getAlert, listAlerts } from '#server/alerts/read-alerts.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Alerts';

export const alertOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/alerts',
    name: 'searchAlerts',
    tag,
    summary: 'Retrieve alerts and incidents: what is open first, then newest first.',
    operation: 'alerts.read',
    query: alertsQuerySchema,
    reply: pageOfAlerts,
    run: async (actor, { query }) => {
      const { status, kind, deviceId, incidentId, cursor, limit } = query;
      const wanted = { status, kind, deviceId, incident: incidentId };
      const filters = Object.entries(wanted).flatMap(([field, value]) =>
        value ? [{ field, op: 'is' as const, value }] : [],
      );
      const { rows, next, prev } = await listAlerts(actor, { filters, cursor, limit });
      return { page: { items: rows.map(alertBody), next, prev } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/alerts/{alertId}',
    name: 'getAlert',
    tag,
    summary: 'Retrieve an alert or an incident with what happened to it.',
    operation: 'alerts.read',
    params: alertPathSchema,
    reply: alertDetailSchema,
    run: async (actor, { params }) => ({
      body: alertDetailBody(await getAlert(actor, { id: params.alertId })),
    }),
  }),
  apiOperation({
    method: 'POST',
    path: '/alerts/{alertId}/acknowledgement',
    name: 'acknowledgeAlert',
    tag,
    summary: 'Say that somebody sees to it. One that is acknowledged stays as it is.',
    operation: 'alerts.acknowledge',
    params: alertPathSchema,
    body: alertAcknowledgeSchema,
    reply: alertDetailSchema,
    run: async (actor, { params: { alertId: id }, body: { note } }) => {
      await acknowledgeAlerts(actor, { rows: { ids: [id] }, note });
      return { body: alertDetailBody(await getAlert(actor, { id })) };
    },
  }),
  apiOperation({
    method: 'POST',
    path: '/alerts/{alertId}/mute',
    name: 'muteAlert',
    tag,
    summary: 'Mute the device of an alert, or all devices of an incident.',
    operation: 'alerts.mute',
    params: alertPathSchema,
    body: alertMuteSchema,
    reply: alertDetailSchema,
    run: async (actor, { params: { alertId: id }, body }) => {
      await getAlert(actor, { id });
      await muteDevices(actor, { rows: { ids: [id] }, ...body });
      return { body: alertDetailBody(await getAlert(actor, { id })) };
    },
  }),
];

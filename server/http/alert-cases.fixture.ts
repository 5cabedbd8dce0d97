import type { Tenant } from '#server/customers/tenant.fixture.ts';
import type { ActionCase } from './door-cases.fixture.ts';
import type { Least } from './principals.fixture.ts';

const editor: Least[] = ['manager.editor'];
const reader: Least[] = ['manager.read-only'];

const alertRows = (ids: Tenant['ids']) => ({ rows: { ids: [ids.alert] } });

/** Acknowledging, muting, and who is told of what. */
export const ALERT_ACTIONS: Record<string, ActionCase> = {
  'alerts.acknowledgeAlerts': { least: editor, names: true, input: alertRows },
  'alerts.withdrawAcknowledgement': { least: editor, names: true, input: (ids) => ({ id: ids.alert }) },
  'alerts.muteAlerts': {
    least: editor,
    names: true,
    input: (ids) => ({ target: 'device', id: ids.device, hours: 24, reason: 'new battery' }),
  },
  'alerts.muteDevices': {
    least: editor,
    names: true,
    input: (ids) => ({ ...alertRows(ids), hours: null, reason: 'winter' }),
  },
  'alerts.unmuteAlerts': { least: editor, names: true, input: (ids) => ({ id: ids.mute }) },
  'alerts.setWish': {
    least: reader,
    names: false,
    input: () => ({ mail: 'daily', kinds: ['incident'], projectIds: null }),
  },
  'alerts.markRead': { least: reader, names: false, input: () => ({ eventId: 1, upTo: true }) },
};

import { networkTask } from '../../network-task.ts';

/** Whether network servers listen to devices; the portal's own processing is another matter (`set-device-status`). */
export const setNetworkStatus = networkTask(
  'set-network-status',
  ({ networkStatus }) => ({ kind: networkStatus === 'ACTIVE' ? 'reactivate' : 'deactivate' }),
  { options: ['networkStatus'], needs: ['networkStatus'] },
);

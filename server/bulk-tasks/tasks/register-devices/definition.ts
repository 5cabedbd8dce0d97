import { networkTask } from '../../network-task.ts';

/** Those that are at no network yet; of a registration that failed it is wished anew. */
export const registerDevices = networkTask(
  'register-devices',
  ({ connectionId, connectivityPlan }) => ({
    kind: 'register',
    ...(connectionId ? { connectionId } : {}),
    ...(connectivityPlan ? { plan: connectivityPlan } : {}),
  }),
  { options: ['connectionId', 'connectivityPlan'], needs: [] },
);

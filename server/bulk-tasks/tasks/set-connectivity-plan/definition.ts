import { networkTask } from '../../network-task.ts';

export const setConnectivityPlan = networkTask(
  'set-connectivity-plan',
  ({ connectivityPlan }) => ({ kind: 'change-plan', plan: connectivityPlan ?? '' }),
  { options: ['connectivityPlan'], needs: ['connectivityPlan'] },
);

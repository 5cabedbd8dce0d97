import { networkTask } from '../../network-task.ts';

/** What did not go well is tried again as it was wished, each at its own network. */
export const retryRegistrations = networkTask('retry-registrations', () => ({ kind: 'retry' }), {
  options: [],
  needs: [],
});

import { OPERATOR_ROLES } from '#server/users/operator.ts';
import type { PlannedCustomer } from './plan.ts';

export const DEMO_OPERATOR: PlannedCustomer['users'][number] = {
  email: 'operator@demo.example',
  name: 'Otis Okafor',
  jobTitle: 'Platform operator',
  locale: 'en',
  roles: OPERATOR_ROLES,
};

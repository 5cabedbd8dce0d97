import type { Role } from '#server/access/contract.ts';

/**
 * Of the platform's operator: a user of the platform's own customer. No role of the Creator group: what that customer
 * has of device types and decoders is every customer's catalogue.
 */
export const OPERATOR_ROLES: Role[] = ['organization.admin', 'manager.admin', 'support.user'];

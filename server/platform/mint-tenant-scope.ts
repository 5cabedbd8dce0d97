import type { TenantScope } from './tenant-scope.ts';

/** Who may import this is a rule of the house (.dependency-cruiser.cjs). */
export function mintTenantScope(customerId: string): TenantScope {
  return { customerId } as TenantScope;
}

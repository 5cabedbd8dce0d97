declare const minted: unique symbol;

/** Proof that somebody was checked for this customer. Only `access` (and the pipeline, from a stored row) may mint it. */
export interface TenantScope {
  readonly customerId: string;
  readonly [minted]: true;
}

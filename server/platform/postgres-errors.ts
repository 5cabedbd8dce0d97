/** What Postgres refused, by its SQLSTATE and constraint; drizzle wraps the driver's error as its cause. */
interface PostgresRefusal {
  code: string;
  constraint_name?: string;
}

function refusalOf(error: unknown): PostgresRefusal | null {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code))
      return e as unknown as PostgresRefusal;
  }
  return null;
}

/** 23505: another row has this value already. */
export function violatesUnique(error: unknown, constraint: string): boolean {
  const refusal = refusalOf(error);
  return refusal?.code === '23505' && refusal.constraint_name === constraint;
}

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

/** 57014: the statement's time was over. */
export function ranTooLong(error: unknown): boolean {
  return refusalOf(error)?.code === '57014';
}

/** 55P03: somebody else holds a row that was not to be waited for. */
export function locksAreTaken(error: unknown): boolean {
  return refusalOf(error)?.code === '55P03';
}

/** Connection lost, server going down, out of resources, deadlock, serialization: it may go well the next time. */
export function isPassing(error: unknown): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if (!('code' in e) || typeof e.code !== 'string') continue;
    if (/^(CONNECTION_|CONNECT_|E[A-Z]{3,}$)/.test(e.code) || /^(08|53|57P|40)/.test(e.code)) return true;
  }
  return false;
}

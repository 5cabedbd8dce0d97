/** What a queue must know of a job. */
export interface Queued {
  readonly tenant: string;
}

/** Average time of a run from which on a tenant gets one run a turn. */
const SLOW_MS = 5;
const QUICK_MS = 0.25;
const REMEMBERED_TENANTS = 10_000;

/**
 * Tenants take turns, and how many runs a turn holds follows from how long this tenant's runs take: processor time
 * is shared, not calls. Within a tenant the order is kept.
 */
export class FairQueue<Job extends Queued> {
  size = 0;
  private readonly lanes = new Map<string, Job[]>();
  private readonly averageMs = new Map<string, number>();

  push(job: Job): void {
    this.lane(job.tenant).push(job);
    this.size += 1;
  }

  /** For jobs that were taken before and must run first, in their old order. */
  putBack(jobs: readonly Job[]): void {
    for (const job of jobs.toReversed()) this.lane(job.tenant).unshift(job);
    this.size += jobs.length;
  }

  /** Slow tenants come last in what is taken, so that the others' answers are out before. */
  take(most: number): Job[] {
    const quick: Job[] = [];
    const slow: Job[] = [];
    while (quick.length + slow.length < most && this.size > 0) {
      const [tenant, lane] = this.lanes.entries().next().value as [string, Job[]];
      const average = this.averageMs.get(tenant) ?? QUICK_MS;
      const turn = Math.max(1, Math.floor(SLOW_MS / Math.max(average, QUICK_MS)));
      const taken = lane.splice(0, Math.min(turn, most - quick.length - slow.length));
      this.size -= taken.length;
      (average >= SLOW_MS ? slow : quick).push(...taken);
      this.lanes.delete(tenant);
      if (lane.length > 0) this.lanes.set(tenant, lane);
    }
    return [...quick, ...slow];
  }

  /** Takes out everything of every tenant but this one. */
  takeOthers(tenant: string): Job[] {
    const own = this.lanes.get(tenant);
    const others = [...this.lanes].flatMap(([name, lane]) => (name === tenant ? [] : lane));
    this.lanes.clear();
    if (own) this.lanes.set(tenant, own);
    this.size -= others.length;
    return others;
  }

  takeAll(): Job[] {
    const all = [...this.lanes.values()].flat();
    this.lanes.clear();
    this.size = 0;
    return all;
  }

  took(tenant: string, ms: number): void {
    if (this.averageMs.size > REMEMBERED_TENANTS) this.averageMs.clear();
    const before = this.averageMs.get(tenant);
    this.averageMs.set(tenant, before === undefined ? ms : before * 0.9 + ms * 0.1);
  }

  private lane(tenant: string): Job[] {
    let lane = this.lanes.get(tenant);
    if (!lane) {
      lane = [];
      this.lanes.set(tenant, lane);
    }
    return lane;
  }
}

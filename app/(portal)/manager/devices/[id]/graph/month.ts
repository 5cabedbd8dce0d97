const MONTH_MS = 31 * 24 * 3600_000;

/** What a device measured in this time has a column and can be drawn. */
export const monthBefore = (to: Date) => ({ from: new Date(to.getTime() - MONTH_MS), to });

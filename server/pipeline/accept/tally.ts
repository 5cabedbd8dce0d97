interface Counted {
  count: number;
  lastAt: Date;
  firstAt?: Date;
}

/** Things that happen again and again, each kind of them one row until it is taken away to be written. */
export class Tally<Row extends Counted> {
  readonly #most: number;
  #rows = new Map<string, Row>();

  /** @param most a flood of one kind is one row; a flood of many kinds ends here and is counted by the metrics alone */
  constructor(most: number) {
    this.#most = most;
  }

  add(key: string, row: Omit<Row, 'count'>): void {
    const known = this.#rows.get(key);
    if (!known && this.#rows.size >= this.#most) return;
    const firstAt = known?.firstAt ?? row.firstAt;
    const counted = { ...row, count: (known?.count ?? 0) + 1, ...(firstAt && { firstAt }) };
    this.#rows.set(key, counted as unknown as Row);
  }

  take(): Row[] {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    return rows;
  }
}

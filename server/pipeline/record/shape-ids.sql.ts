import type { Shape } from '#server/measurements/contract.ts';
import { pipelineSql } from '#server/platform/database.ts';
import { postgresJson } from '#server/platform/postgres-json.ts';

export interface HashedShape extends Shape {
  hash: Uint8Array;
}

interface Wanted {
  customerId: string;
  shape: HashedShape;
}

const MAX_KNOWN = 50_000;

/** Shapes are few and never change: their ids are kept. */
export class ShapeIds {
  #known = new Map<string, number>();

  keyOf(customerId: string, shape: HashedShape): string {
    return `${customerId}${Buffer.from(shape.hash).toString('latin1')}`;
  }

  /** Ids by `keyOf`; what is new is interned, in one order by every worker so that they cannot lock each other out. */
  async idsOf(wanted: readonly Wanted[]): Promise<ReadonlyMap<string, number>> {
    const missing = new Map<string, Wanted>();
    for (const one of wanted) {
      const key = this.keyOf(one.customerId, one.shape);
      if (!this.#known.has(key)) missing.set(key, one);
    }
    if (missing.size) await this.#intern([...missing.values()]);
    return this.#known;
  }

  async #intern(missing: Wanted[]): Promise<void> {
    if (this.#known.size + missing.length > MAX_KNOWN) this.#known.clear();
    const rows = missing.map(({ customerId, shape }) => ({
      c: customerId,
      h: Buffer.from(shape.hash).toString('hex'),
      n: shape.names,
      u: shape.units,
      k: shape.kinds,
    }));
    const sql = pipelineSql();
    await sql`
      insert into shapes (customer_id, hash, names, units, kinds)
      select c, decode(h, 'hex'), n, u, k
      from json_to_recordset(${postgresJson(rows)}::text::json) as s(c uuid, h text, n text[], u text[], k text)
      order by c, h
      on conflict (customer_id, hash) do nothing`;
    const found = await sql<{ id: string; customerId: string; hash: Uint8Array }[]>`
      select s.id, s.customer_id as "customerId", s.hash
      from shapes s join json_to_recordset(${postgresJson(rows)}::text::json) as w(c uuid, h text)
        on s.customer_id = w.c and s.hash = decode(w.h, 'hex')`;
    for (const { id, customerId, hash } of found) {
      this.#known.set(`${customerId}${Buffer.from(hash).toString('latin1')}`, Number(id));
    }
  }
}

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OPERATIONS, type OperationName } from '#server/access/operations.ts';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import { instructionSchema } from '#server/downlinks/contract.ts';
import { replayOptionsSchema } from '#server/replays/contract.ts';
import { a, actor, b, database } from './bulk-scene.fixture.ts';
import { doBulkWork, rowsOfTask, taskRow } from './bulk-work.fixture.ts';
import { BULK_KINDS, type BulkKind, type BulkList, type BulkOptions, FINAL_KINDS } from './contract.ts';
import { startSelection } from './create-task.ts';
import { bulkDefinitions, definitionOf } from './registry.ts';

/** What is chosen for each kind that takes things selected in a list; null: it takes sheets only. */
const CHOSEN: Record<BulkKind, (() => BulkOptions) | null> = {
  'add-lora-devices': null,
  'add-cellular-devices': null,
  'add-generic-devices': null,
  'update-devices': () => ({ addTags: ['one'] }),
  'set-device-status': () => ({ status: 'DEACTIVATED' }),
  'link-flow': () => ({ flowId: a.ids.flow }),
  'unlink-flow': () => ({ flowId: a.ids.flow }),
  'move-devices': () => ({ projectId: a.ids.project }),
  'register-devices': () => ({}),
  'retry-registrations': () => ({}),
  'set-connectivity-plan': () => ({ connectivityPlan: 'standard' }),
  'set-network-status': () => ({ networkStatus: 'DEACTIVATED' }),
  'send-instruction': () => ({
    instruction: instructionSchema.parse({ method: { type: 'lora', port: 1, payloadHex: '00' } }),
  }),
  'assign-firmware': () => ({ firmwareVersionId: a.ids.firmware }),
  'withdraw-firmware': () => ({}),
  'delete-devices': () => ({}),
  'change-sims': () => ({ ratePlan: 'Pool 10 MB' }),
  'change-device-sims': () => ({ ratePlan: 'Pool 10 MB' }),
  'replay-deliveries': () => ({}),
  'replay-uplinks': () => ({ replay: replayOptionsSchema.parse({ twin: false }) }),
};

/** Who may do it, written by hand. */
const EDITORS_MAY: Record<BulkKind, boolean> = {
  ...(Object.fromEntries(BULK_KINDS.map((kind) => [kind, true])) as Record<BulkKind, boolean>),
  'delete-devices': false,
};

const selectable = bulkDefinitions.flatMap(({ kind }) => {
  const options = CHOSEN[kind];
  return options ? [[kind, options] as const] : [];
});
/** Deliveries and messages are numbered, everything else has an id. */
const thingsOf = ({ ids }: typeof a, kind: BulkKind) =>
  kind === 'replay-deliveries' || kind === 'replay-uplinks'
    ? [String(kind === 'replay-uplinks' ? ids.uplink : ids.delivery)]
    : [ids.device, ids.sim, ids.firmwareAssignment];

describe('every kind of bulk task', () => {
  it('has a definition, and only those that are final have no way back', () => {
    expect(bulkDefinitions.map(({ kind }) => kind).toSorted()).toEqual([...BULK_KINDS].sort());
    expect(bulkDefinitions.filter(({ undo }) => !undo).map(({ kind }) => kind)).toEqual(FINAL_KINDS);
    for (const { kind, lists } of bulkDefinitions)
      expect([kind, Object.keys(lists).length > 0]).toEqual([kind, CHOSEN[kind] !== null]);
  });

  it.each(selectable)('%s: by who may, and by a token that says so', async (kind, options) => {
    const input = { kind, selection: { ids: [randomUUID()] }, options: options() };
    const as = (role: 'manager.read-only' | 'manager.editor' | 'manager.admin', tokenScopes?: string[]) =>
      startSelection(actorWith(a.customerId, [role], { tokenScopes: tokenScopes ?? null }), input);
    const forbidden = expect.objectContaining({ code: 'access.forbidden' });
    await expect(as('manager.read-only')).rejects.toEqual(forbidden);
    if (EDITORS_MAY[kind]) await as('manager.editor');
    else await expect(as('manager.editor')).rejects.toEqual(forbidden);
    await as('manager.admin');
    const needed: OperationName[] = [...definitionOf(kind).operations, 'bulk-tasks.run'];
    const scopes = [...new Set(needed.map((operation) => OPERATIONS[operation].scope))];
    await as('manager.admin', scopes);
    for (const without of scopes) {
      const rest = scopes.filter((scope) => scope !== without);
      await expect(as('manager.admin', rest)).rejects.toEqual(forbidden);
    }
  });

  it.each(selectable)('%s: what is another customer’s is as what is nobody’s', async (kind, options) => {
    const foreign = thingsOf(b, kind);
    const isNumbered = /^\d+$/.test(foreign[0] ?? '');
    const ids = [...foreign, ...foreign.map((_, n) => (isNumbered ? String(999_999_000 + n) : randomUUID()))];
    const { id, finished } = await startSelection(actor, { kind, selection: { ids }, options: options() });
    if (definitionOf(kind).planFirst) {
      await doBulkWork();
      expect(await taskRow(database.sql, id)).toMatchObject({
        state: 'planned',
        planned: { refuse: ids.length },
      });
    } else expect(finished).toEqual({ done: 0, failed: 0, refused: ids.length, same: 0 });
    const rows = (await rowsOfTask(actor, id)).map(({ number: _, id: __, ...row }) => JSON.stringify(row));
    expect(new Set(rows).size).toBe(1);
    expect(rows[0]).not.toContain('CANARY');
  });

  it.each(selectable)('%s: all that match are the customer’s own', async (kind, options) => {
    const except = thingsOf(a, kind);
    for (const list of Object.keys(definitionOf(kind).lists) as BulkList[]) {
      const selection = { query: { filters: [] }, except };
      await expect(startSelection(actor, { kind, list, selection, options: options() })).rejects.toEqual(
        expect.objectContaining({ code: 'bulk-tasks.nothing-selected' }),
      );
    }
  });
});
